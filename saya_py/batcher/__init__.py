"""Taking submissions: soft confirmations, and sub-blocks made of what is in the queue."""

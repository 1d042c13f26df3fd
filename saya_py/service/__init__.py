"""What a thread does from end to end."""

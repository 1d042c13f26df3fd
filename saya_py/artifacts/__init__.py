"""What a compiled contract set leaves behind for everybody else: ABI and manifest, and how to rebuild it from them."""

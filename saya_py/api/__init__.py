"""The HTTP interface of a running thread."""

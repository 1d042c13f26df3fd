"""Building circuits and proving sub-blocks."""

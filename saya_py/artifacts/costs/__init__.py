"""What a call of a function costs: rows and entries, counted; gas and seconds, estimated."""

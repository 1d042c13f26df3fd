"""Bringing proven sub-blocks onto the chain, and following them until they are final."""

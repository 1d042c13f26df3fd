"""Clients of the settlement contracts, one package a kind of chain."""

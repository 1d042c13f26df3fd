"""`sayapy audit`, `replay`, `export` and `import`: for whoever does not want to trust a thread's operator."""

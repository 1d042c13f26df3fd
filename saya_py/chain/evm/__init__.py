"""EVM chains: a local anvil, deployment and the settlement client."""

"""The Diamonds & Rubies demo: three sub-blocks on a local chain, nothing mocked."""

"""What the engine costs, beside its peers: `make bench-engine`."""

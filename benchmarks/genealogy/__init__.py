"""What genealogy costs at a million people, beside its peers: `make bench-genealogy`."""

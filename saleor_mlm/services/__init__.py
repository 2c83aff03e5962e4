"""Use cases: verbs that own their transaction, called by every door."""

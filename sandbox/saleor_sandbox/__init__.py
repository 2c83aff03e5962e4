"""Run the sandbox store: PostgreSQL, Redis, web, worker and beat as children of one process.

Invariant: whatever this package starts ends with the process that started it, and whatever it
removes it has made itself.
"""

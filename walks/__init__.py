"""Differential walks: the same drawn operations on the sandbox and on a real Saleor.

`scripts` draws what a walk does, from the seed alone. `walker` does it inside a host's own process
and tells what it saw. `compare` holds one host's story against the other's, `oracle` each host's
sale lines against a slow calculation of its own, and `shrink` makes a differing walk short.
"""

"""The slow twin: the same pay worked out one person and one sale at a time, with exact fractions.

Written from the plan models' docstrings alone, by a reader who had not seen the engine, so that the
two can be wrong in different ways only. Obvious rather than fast: plain dictionaries and loops, no
recursion over people. Invariant: imports nothing of the engine but `plans` and `periods`.

Read in this order: `inputs`, `outputs`, `calculate`, `standing`, then one file for each bonus.
"""

from .calculate import calculate

__all__ = ["calculate"]

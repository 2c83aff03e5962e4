"""The engine: pure functions from a snapshot and a plan to commissions, with their explanation.

Invariant: the same snapshot, plan and `ENGINE_VERSION` give the same bytes, on any machine.
No Django, clock, randomness or I/O; money is integers and exact rates, rounded once.

Read in this order: `plans`, `snapshot`, `calculate`, `result`, `explain`. `reference` is the slow
twin that the tests hold `calculate` to.
"""

ENGINE_VERSION = "4"
"""Changes whenever the same snapshot and plan could give another result."""

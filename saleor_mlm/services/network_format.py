"""The columns of a network file, and what a cell of each may say.

One row for each distributor; docs/network-files.md tells them to people. A placement tree of the
store adds two columns, `tree:NAME` and `slot:NAME`.
"""

from dataclasses import dataclass

TREE, SLOT = "tree:", "slot:"
# In a cell of `tree:NAME`: stands nowhere in this tree; waits in its holding tank.
NOWHERE, WAITS = "-", "?"
# Several positions of one owner stand in one cell, by their numbers; `BOB/2` is Bob's second.
NEXT_POSITION, NUMBER = ";", "/"


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and whether a file must have it."""

    name: str
    required: bool
    meaning: str
    example: str


COLUMNS = (
    Column("code", True, "The public code: 3 to 32 letters, digits, - and _.", "ALICE"),
    Column("email", True, "The customer's account; empty: has none to log in with.", "al@ex.org"),
    Column("name", True, "As others see it.", "Alice Adams"),
    Column("kind", False, "`person`, `couple` or `company`; empty: `person`.", "person"),
    Column(
        "class",
        False,
        "`distributor` or `house`; of who has ended `retail` or `preferred`. Empty: by the status.",
        "distributor",
    ),
    Column("handle", False, "A second name, for the personal site.", "alice-adams"),
    Column("enroller", True, "The code of who enrolled this one; empty: heads a line.", "TOP"),
    Column("below_since", False, "From when on; empty: since joining.", "2025-09-01"),
    Column("joined", True, "A day, or an instant with its zone.", "2024-03-01"),
    Column("status", True, "`active`, `suspended`, `ended` or `applied`.", "active"),
    Column("ended", False, "The first day without an agreement, the last time.", "2025-01-31"),
    Column("reinstated", False, "From when on there was one again.", "2025-06-01"),
    Column("rank", False, "The career title: a rank of the plan.", "gold"),
    Column("country", True, "ISO 3166, two capital letters; empty: unknown.", "DE"),
)
FIXED = tuple(column.name for column in COLUMNS)


def header(trees: list[str]) -> list[str]:
    """All columns of a store with these trees, in the order in which export writes them."""
    return [*FIXED, *(prefix + tree for tree in trees for prefix in (TREE, SLOT))]

"""The truth table of docs/attribution.md, as steps that a store or the use cases can take."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "attribution.md"


@dataclass(frozen=True)
class Step:
    """What happens on a day, and to whom: `link Carol`, `order`."""

    day: int
    verb: str
    who: str


@dataclass(frozen=True)
class Row:
    """`lost` has "SOURCE Name VERDICT" of each claim that lost, the strongest first."""

    number: str
    policy: dict[str, str]
    steps: list[Step]
    buyer: str
    sale: str
    by: str
    lost: list[str]

    def __str__(self) -> str:
        return self.number


def rows() -> list[Row]:
    [block] = re.findall(r"<!-- table: truth -->\n((?:\|.*\n)+)", PAGE.read_text())
    lines = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()
    ]
    return [_row(*cells) for cells in lines[2:]]


def _row(number: str, policy: str, steps: str, buyer: str, sale: str, by: str, lost: str) -> Row:
    chosen = dict(part.split("=") for part in _parts(policy.replace("`", "")))
    return Row(
        number, chosen, [_step(part) for part in _parts(steps)], buyer, sale, by, _parts(lost)
    )


def _step(text: str) -> Step:
    day, verb, *who = text.removeprefix("day ").split(" ")
    return Step(int(day.rstrip(":")), verb, who[-1] if who else "")


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]

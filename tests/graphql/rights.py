"""`docs/rights.md` read as what it is: tables of questions and of who gets an answer."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
RIGHTS = {
    "orders": "order.manage_orders",
    "payments": "payment.handle_payments",
    "products": "product.manage_products",
    "settings": "site.manage_settings",
    "users": "account.manage_users",
}
COLUMNS = {
    "visitor": "visitor",
    "customer": "customer",
    "self": "Bob",
    "upline": "Alice",
    "downline": "Carol",
    "crossline": "Dora",
    "staff": "staff without the right, with all others",
    "staff+": "staff with the right alone",
    "app": "an app without the right, with all others",
    "app+": "an app with the right alone",
}
CELLS = {"yes", "-", "no"}
DOOR = re.compile(r"^Asked as `(.+)`")


@dataclass(frozen=True, slots=True)
class Row:
    """A question and who gets what: `yes` an answer, `-` nothing, `no` a refusal."""

    type: str
    door: str
    text: str
    right: str
    cells: tuple[str, ...]

    @property
    def field(self) -> str:
        return re.match(r"\w+", self.text).group()

    @property
    def question(self) -> str:
        return self.door.replace("%s", self.text)

    def cell(self, column: str) -> str:
        return self.cells[list(COLUMNS).index(column)]


def rows() -> list[Row]:
    """Every row of the page."""
    found, type_, door = [], "", ""
    for line in PAGE.read_text().splitlines():
        if line.startswith("## "):
            type_ = line.removeprefix("## ")
        elif DOOR.match(line):
            door = DOOR.match(line).group(1)
        elif line.startswith("| `"):
            text, right, *cells = (cell.strip() for cell in line.strip("|\n ").split("|"))
            found.append(Row(type_, door, text.strip("`"), right, tuple(cells)))
    return found

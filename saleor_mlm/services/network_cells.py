"""A line of a network file as values: every cell on its own, by the rules of the services.

What concerns several lines, or the store, is `network_checks`' matter.
"""

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple

from ..adapters import countries
from ..models import PlacementTree
from ..models.enrolment import AccountClass
from ..models.genealogy import DistributorStatus, OwnerKind
from ..models.placement import PositionState
from . import codes, instants
from .applications import NAME_LENGTH_MAX
from .errors import MlmError
from .genealogy import EARNING
from .network_format import NEXT_POSITION, NOWHERE, NUMBER, SLOT, TREE, WAITS
from .network_problems import Problems
from .placing import SLOT_MAX

DATE_FORM = "a day such as 2024-03-01, or an instant with its zone such as 2024-03-01T09:30:00Z"
EMAIL_LENGTH_MAX = 254
NUMBER_FORM = re.compile(r"[0-9]{1,5}")
NUMBER_MAX = 32_767
STATUSES = (
    DistributorStatus.ACTIVE,
    DistributorStatus.SUSPENDED,
    DistributorStatus.ENDED,
    DistributorStatus.APPLIED,
)
CLASSES = {
    True: (AccountClass.DISTRIBUTOR, AccountClass.HOUSE),
    False: (AccountClass.RETAIL, AccountClass.PREFERRED),
}


class PersonRow(NamedTuple):
    """A line; the fields are the columns of the table in which lines are staged."""

    line: int
    code: str
    email: str | None
    name: str
    kind: str
    account_class: str
    handle: str | None
    enroller: str | None
    below_since: datetime | None
    joined: datetime | None
    status: str
    ended: datetime | None
    reinstated: datetime | None
    title: int
    country: str


class PlaceRow(NamedTuple):
    """A position of a line's owner in a tree; likewise."""

    line: int
    tree: int
    number: int
    code: str
    state: str
    parent: str | None
    parent_number: int | None
    slot: int | None


@dataclass
class LineReader:
    """Reads lines of one file, cells without blanks at their ends. `ladder`: the plan's ranks from
    the lowest, none without a plan.

    A cell that is not right is a problem, and something that does no harm takes its place.
    """

    trees: Sequence[PlacementTree]
    ladder: Sequence[str]
    zone: tzinfo
    now: datetime
    problems: Problems
    place: Callable[[PlaceRow], object]

    def read(self, line: int, cells: Mapping[str, str]) -> PersonRow:
        """The person of a line; the positions go to `place`."""
        self._line, self._cells = line, cells
        code = self._code()
        status = self._word("status", STATUSES, None)
        joined = self._instant("joined", required=True)
        below_since = self._instant("below_since")
        ended, reinstated = self._instant("ended"), self._instant("reinstated")
        self._check_not_before("below_since", below_since, joined)
        self._check_not_before("ended", ended, joined)
        self._check_absence(status, ended, reinstated)
        for tree in self.trees:
            self._read_places(code, tree)
        return PersonRow(
            line,
            code,
            self._email(),
            self._name(),
            self._word("kind", tuple(OwnerKind), OwnerKind.PERSON),
            self._class(status),
            self._handle(),
            self._cell("enroller").upper() or None,
            None if below_since == joined else below_since,
            joined,
            status,
            ended,
            reinstated,
            self._title(),
            self._country(),
        )

    def _wrong(self, column: str, code: str, message: str, expected: str) -> None:
        self.problems.add(self._line, column, code, message, expected)

    def _cell(self, column: str) -> str:
        return self._cells.get(column, "")

    def _code(self) -> str:
        text = self._cell("code")
        return self._well_formed("code", text) or text.upper()

    def _handle(self) -> str | None:
        text = self._cell("handle")
        wanted = self._well_formed("handle", text) if text else None
        return wanted.lower() if wanted else None

    def _well_formed(self, column: str, text: str) -> str | None:
        try:
            return codes.well_formed(text, column)
        except MlmError as error:
            self._wrong(column, error.code, f"`{text}`: {error.message}", "another one")
            return None

    def _email(self) -> str | None:
        text = self._cell("email").lower()
        if text and (len(text) > EMAIL_LENGTH_MAX or text.count("@") != 1):
            self._wrong("email", "EMAIL_INVALID", f"`{text}` is no e-mail address", "one, or empty")
            return None
        return text or None

    def _name(self) -> str:
        name = self._cell("name")
        if not name or len(name) > NAME_LENGTH_MAX:
            message = f"`{name[:40]}` is no name to show"
            self._wrong("name", "NAME_INVALID", message, f"1 to {NAME_LENGTH_MAX} letters")
        return name

    def _word(self, column: str, known: Sequence[str], default: str | None) -> str:
        text = self._cell(column)
        if text in known:
            return text
        if text or default is None:
            shown = ", ".join(known)
            self._wrong(column, "WORD_UNKNOWN", f"`{text}` is no {column}", f"one of: {shown}")
        return str(default or known[0])

    def _class(self, status: str) -> str:
        fitting = CLASSES[status in EARNING]
        return self._word("class", tuple(map(str, fitting)), str(fitting[0]))

    def _instant(self, column: str, required: bool = False) -> datetime | None:
        text = self._cell(column)
        if not text and not required:
            return None
        found = instants.of_text(text, self.zone)
        if found is None:
            self._wrong(column, "DATE_INVALID", f"`{text}` is no date", DATE_FORM)
        elif found > self.now:
            self._wrong(
                column, "DATE_IN_FUTURE", f"`{text}` lies in the future", "a date until now"
            )
        return found

    def _check_not_before(self, column: str, at: datetime | None, joined: datetime | None) -> None:
        if joined and at and at < joined:
            message = "lies before this person joined"
            self._wrong(column, "DATE_ORDER", message, "`joined` or later")

    def _check_absence(
        self, status: str, ended: datetime | None, reinstated: datetime | None
    ) -> None:
        if reinstated and (ended is None or reinstated <= ended):
            self._wrong("reinstated", "DATE_ORDER", "is not after `ended`", "an earlier `ended`")
        stays_away = ended is not None and reinstated is None
        if stays_away != (status == DistributorStatus.ENDED):
            message = f"does not go with the status {status}"
            expected = "`ended` with the first day without an agreement, and no `reinstated`, of"
            self._wrong("ended", "STATUS_DATES", message, f"{expected} who has ended, and no other")

    def _title(self) -> int:
        """The place on the ladder plus 1; 0 is none."""
        text = self._cell("rank")
        if not text:
            return 0
        if text in self.ladder:
            return self.ladder.index(text) + 1
        known = ", ".join(self.ladder) or "none: publish a plan with ranks first"
        self._wrong("rank", "RANK_UNKNOWN", f"the plan has no rank `{text}`", f"one of: {known}")
        return 0

    def _country(self) -> str:
        text = self._cell("country")
        if text and not _is_country(text):
            expected = "two capital letters of ISO 3166, or empty"
            self._wrong("country", "COUNTRY_UNKNOWN", f"`{text}` is no country", expected)
            return ""
        return text

    def _read_places(self, code: str, tree: PlacementTree) -> None:
        parents = self._cells[TREE + tree.name].split(NEXT_POSITION)
        slots = self._cells[SLOT + tree.name].split(NEXT_POSITION)
        if len(slots) != len(parents):
            message = f"{len(slots)} slots for {len(parents)} positions"
            self._wrong(SLOT + tree.name, "SLOT_INVALID", message, "one for each position")
            return
        for number, (parent, slot) in enumerate(zip(parents, slots, strict=True), 1):
            self._read_place(code, tree, number, (parent.strip().upper(), slot.strip()))

    def _read_place(
        self, code: str, tree: PlacementTree, number: int, place: tuple[str, str]
    ) -> None:
        above, slot_text = place
        stands_below = above not in ("", NOWHERE, WAITS)
        slot = self._slot(tree, slot_text, stands_below)
        if above == NOWHERE:
            if number > 1:
                self._place(tree, number, code, PositionState.REMOVED)
            return
        if not stands_below:
            state = PositionState.HELD if above == WAITS else PositionState.PLACED
            self._place(tree, number, code, state)
            return
        parent, sign, which = above.partition(NUMBER)
        if sign and not (NUMBER_FORM.fullmatch(which) and 1 < int(which) <= NUMBER_MAX):
            message = f"`{above}` names no position"
            expected = "a code, or of a further position the code with its number: BOB/2"
            self._wrong(TREE + tree.name, "POSITION_INVALID", message, expected)
            return
        below = (parent, int(which) if sign else 1, slot)
        self._place(tree, number, code, PositionState.PLACED, below)

    def _place(
        self,
        tree: PlacementTree,
        number: int,
        code: str,
        state: str,
        below: tuple[str, int, int | None] | tuple[None, None, None] = (None, None, None),
    ) -> None:
        self.place(PlaceRow(self._line, tree.id, number, code, str(state), *below))

    def _slot(self, tree: PlacementTree, text: str, needed: bool) -> int | None:
        if not needed and not text:
            return None
        most = tree.width or SLOT_MAX
        if needed and text.isdecimal() and len(text) < 10 and 1 <= int(text) <= most:
            return int(text)
        message = f"`{text}` is no slot here"
        expected = f"1 to {most} below a parent, else empty"
        self._wrong(SLOT + tree.name, "SLOT_INVALID", message, expected)
        return None


@functools.cache
def _is_country(text: str) -> bool:
    return countries.is_country(text)

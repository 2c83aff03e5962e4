"""What a viewer sees of another: decided here and nowhere else.

Whoever stands neither above nor below a viewer in any tree does not exist for that viewer, beyond
what a referral code tells everybody.
"""

from collections.abc import Callable
from enum import Enum
from functools import cached_property, wraps
from typing import Any

from saleor.permission.enums import AccountPermissions

from ..adapters import host
from ..models import Distributor, PersonChoice
from ..models.genealogy import DistributorStatus
from ..services import genealogy, team, team_snapshots, visibility
from ..services.team import Reading
from ..services.team_rows import ENROLLER
from .base import VIEWER, allowed, denied, user_id


class Sight(Enum):
    """What a distributor is to the viewer."""

    STAFF = "anybody, to staff who manage users"
    SELF = "the viewer"
    TEAM = "below the viewer, not deeper than the company shows"
    ENROLLER = "the viewer's enroller"
    UPLINE = "above the viewer"
    NOBODY = "neither"


WITHIN = {Sight.STAFF, Sight.SELF, Sight.TEAM}


class Viewer:
    """Who asks, in one request."""

    def __init__(self, info: Any) -> None:
        self.staff = allowed(info, AccountPermissions.MANAGE_USERS)
        with host.writer():
            self.distributor = genealogy.by_user(user_id(info))
        self._readings: dict[str, Reading] = {}
        self._sights: dict[int, Sight] = {}

    @cached_property
    def policy(self) -> visibility.Policy:
        with host.writer():
            return visibility.policy()

    def reading(self, tree: str) -> Reading:
        """A tree, read once for all questions of a request."""
        if tree not in self._readings:
            with host.writer():
                self._readings[tree] = team.read(tree)
        return self._readings[tree]

    def sight(self, distributor_id: int) -> Sight:
        """What somebody is to the viewer."""
        if distributor_id not in self._sights:
            self._sights[distributor_id] = self._looked(distributor_id)
        return self._sights[distributor_id]

    def levels_left(self, reading: Reading, label: int) -> int | None:
        """How many levels below a node of a tree are shown; none: all.

        Refused to whoever is neither the person nor above in this tree.
        """
        if self.staff:
            return None
        found = self._levels_below(reading, label)
        if found is None:
            raise denied("Only the person, the upline and staff may see this.")
        return None if self.policy.team_depth is None else max(0, self.policy.team_depth - found)

    def _looked(self, distributor_id: int) -> Sight:
        if self.staff:
            return Sight.STAFF
        if self.distributor is None:
            return Sight.NOBODY
        if distributor_id == self.distributor.id:
            return Sight.SELF
        if any(self._shows(self.reading(tree), distributor_id) for tree in self._trees):
            return Sight.TEAM
        if distributor_id == self.distributor.enroller_id:
            return Sight.ENROLLER
        above = any(self._stands_above(self.reading(tree), distributor_id) for tree in self._trees)
        return Sight.UPLINE if above else Sight.NOBODY

    @cached_property
    def _trees(self) -> list[str]:
        with host.writer():
            return team_snapshots.trees()

    def _shows(self, reading: Reading, distributor_id: int) -> bool:
        depth = self.policy.team_depth
        levels = (self._levels_below(reading, label) for label in _labels(reading, distributor_id))
        return any(found is not None and (depth is None or found <= depth) for found in levels)

    def _levels_below(self, reading: Reading, label: int) -> int | None:
        """How many levels a node stands below the nearest of the viewer's own."""
        levels = (reading.now.levels_below(label, head) for head in self._own(reading))
        return min((found for found in levels if found is not None), default=None)

    def _stands_above(self, reading: Reading, distributor_id: int) -> bool:
        return any(
            reading.now.levels_below(label, head) is not None
            for head in _labels(reading, distributor_id)
            for label in self._own(reading)
        )

    def _own(self, reading: Reading) -> list[int]:
        """The labels of the viewer's own nodes."""
        return [] if self.distributor is None else _labels(reading, self.distributor.id)


def _labels(reading: Reading, distributor_id: int) -> list[int]:
    """The labels of somebody's nodes."""
    if reading.tree != ENROLLER:
        return reading.now.labels_of(distributor_id)
    label = reading.now.label(distributor_id)
    return [] if label is None else [label]


def viewer(info: Any) -> Viewer:
    """Who asks; found out once in a request, and again after a mutation."""
    found: Viewer | None = getattr(info.context, VIEWER, None)
    if found is None:
        found = Viewer(info)
        setattr(info.context, VIEWER, found)
    return found


def sight(info: Any, distributor_id: int) -> Sight:
    return viewer(info).sight(distributor_id)


def sees(info: Any, distributor_id: int) -> bool:
    """Whether somebody is the viewer, of the viewer's team, or whoever asks is staff."""
    return sight(info, distributor_id) in WITHIN


def in_line(resolve: Callable[..., Any]) -> Callable[..., Any]:
    """Only for the person, those above, and staff who manage users."""

    @wraps(resolve)
    def guarded(root: Distributor, info: Any, **arguments: Any) -> Any:
        if not sees(info, root.id):
            raise denied("Only the person, the upline and staff may see this.")
        return resolve(root, info, **arguments)

    return guarded


def name(info: Any, root: Distributor, choice: PersonChoice) -> str:
    """The name as the viewer may read it."""
    if sight(info, root.id) in (Sight.STAFF, Sight.SELF):
        return root.display_name
    return visibility.name_for_others(root, choice, viewer(info).policy)


def code(info: Any, root: Distributor) -> str:
    """Empty of those above the enroller: of them a distributor is told the name."""
    return "" if sight(info, root.id) is Sight.UPLINE else root.code


def status(info: Any, root: Distributor) -> str:
    """Strangers are not told of a suspension: to them the agreement is in force."""
    if root.status == DistributorStatus.SUSPENDED and not sees(info, root.id):
        return str(DistributorStatus.ACTIVE)
    found: str = root.status
    return found


def shows_contact(info: Any, root: Distributor, choice: PersonChoice) -> bool:
    """The own line sees an e-mail where the person and the company let it."""
    seen = sight(info, root.id)
    if seen in (Sight.STAFF, Sight.SELF):
        return True
    chosen = viewer(info).policy.contacts and choice.contact_shown
    return chosen and seen in (Sight.TEAM, Sight.ENROLLER)

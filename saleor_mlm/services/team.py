"""Reading teams: the newest snapshot of a tree with what has changed since laid over it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from ..adapters import clock
from ..engine.team_changes import Changes
from ..engine.team_now import TeamNow
from ..engine.team_texts import Texts
from ..engine.team_tree import Nodes, TeamTree, counted
from ..models import Distributor, PlacementTree, TeamSnapshot
from . import team_rows, team_snapshots
from .errors import MlmError
from .team_rows import ENROLLER, Rules

# A store whose worker has not counted yet: so many people are counted while somebody waits.
COUNTED_AT_ONCE = 20_000
# More than so many changes are not read with every question: figures are then the snapshot's.
CHANGES_MAX = 10_000
# Ranks of whoever was touched are looked at again after so long.
LOOKED_AT = timedelta(seconds=10)
PROBE = """
SELECT s.id, (SELECT count(*) FROM saleor_mlm_teamchange WHERE id > s.change_id_max),
    (SELECT count(*) FROM saleor_mlm_saleline WHERE id > s.sale_line_id_max)
FROM saleor_mlm_teamsnapshot s WHERE s.tree = %s ORDER BY s.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A tree as it is now. `as_of`: the instant of its counts and volumes; none where nothing was
    counted yet. `rules`: by which it was counted."""

    tree: str
    now: TeamNow
    as_of: datetime | None
    rules: Rules


@dataclass(frozen=True, slots=True)
class _Kept:
    """A reading, what the probe said when it was made, and when that was."""

    probe: tuple[int, int, int]
    at: datetime
    snapshot: TeamSnapshot
    now: TeamNow


_kept: dict[str, _Kept] = {}


def known_tree(tree: str | None) -> str:
    """The name of a tree, the enroller tree's where none is said."""
    wanted = tree or ENROLLER
    if wanted != ENROLLER and not PlacementTree.objects.filter(name=wanted).exists():
        raise MlmError("TREE_UNKNOWN", f"There is no tree {wanted}.", "tree")
    return wanted


def read(tree: str = ENROLLER) -> Reading:
    """A tree as it is now.

    What this process has worked out stands as long as nothing was written: changes and sale lines
    after a snapshot are only ever added, so their numbers tell.
    """
    probe = _probe(tree)
    if probe is None:
        if Distributor.objects.count() > COUNTED_AT_ONCE:
            return Reading(tree, TeamNow(_nobody(), Changes.none()), None, Rules())
        team_snapshots.make(tree)
        probe = _probe(tree)
        assert probe is not None
    kept = _kept.get(tree)
    now = clock.now()
    if kept is None or kept.probe != probe or now - kept.at > LOOKED_AT:
        kept = _kept[tree] = _read(probe, now)
    too_many = max(probe[1:]) > CHANGES_MAX
    as_of = kept.snapshot.as_of if too_many else now
    return Reading(tree, kept.now, as_of, team_snapshots.rules_in(kept.snapshot))


def _probe(tree: str) -> tuple[int, int, int] | None:
    with connection.cursor() as cursor:
        cursor.execute(PROBE, [tree])
        found: tuple[int, int, int] | None = cursor.fetchone()
        return found


def _read(probe: tuple[int, int, int], at: datetime) -> _Kept:
    snapshot = TeamSnapshot.objects.get(id=probe[0])
    tree, changes = team_snapshots.load(snapshot), Changes.none()
    if any(probe[1:]) and max(probe[1:]) <= CHANGES_MAX:
        changes = team_rows.changes(
            snapshot.tree,
            team_snapshots.rules_in(snapshot),
            snapshot.sale_line_id_max,
            snapshot.change_id_max,
        )
    return _Kept(probe, at, snapshot, TeamNow(tree, changes))


def _nobody() -> TeamTree:
    return counted(Nodes.empty(), Texts.of(""))

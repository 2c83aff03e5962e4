"""What is written of an order's lines and with whom it stands: read before anything is appended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from ..engine import holdings as rules
from ..engine.holdings import Holding
from ..engine.sale_facts import FactKind, Measures, NewRow, Recorded
from ..models import Attribution, Correction, SaleLine
from ..models.attribution import AttributionSource

PART = "/"
# An order line as it stands with one distributor, 0 for nobody.
type HeldLine = tuple[UUID, int]


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whose sale an order is now; a null distributor is nobody's."""

    distributor_id: int | None
    own: bool
    source: str


@dataclass
class WrittenLine:
    """What is written of one order line: its facts, the last number, and the holdings by
    distributor, in the order of their latest rows."""

    recorded: Recorded = field(default_factory=Recorded)
    seq: int = 0
    holdings: dict[int | None, Holding] = field(default_factory=dict)
    own: dict[int | None, bool] = field(default_factory=dict)

    def add(self, row: SaleLine) -> None:
        change = Measures.of(row)
        before = self.recorded
        own_fact = [] if row.correction_id else [row.fact.partition(PART)[0]]
        self.recorded = Recorded(
            facts=[*before.facts, *own_fact],
            total=before.total.plus(change),
            first=before.first if self.seq else change,
        )
        self.seq = row.seq
        self.own[row.distributor_id] = row.own
        held = self.holdings.pop(row.distributor_id, Holding())
        refunded = held.refunded.plus(change) if row.kind == FactKind.REFUNDED else held.refunded
        self.holdings[row.distributor_id] = Holding(held.total.plus(change), refunded)

    def shares(self, ruling: Ruling, new: NewRow) -> Iterable[tuple[int | None, Measures]]:
        """Whom a change is for: with whom it stands, whoever has it now first."""
        others = [who for who in reversed(self.holdings) if who != ruling.distributor_id]
        holders = [ruling.distributor_id, *others]
        held = [self.holdings.get(who, Holding()) for who in holders]
        parts = rules.shares(new.change, held, restores=new.kind == FactKind.REFUNDED)
        return [(who, part) for who, part in zip(holders, parts, strict=True) if part != Measures()]


def held_line(row: SaleLine) -> HeldLine:
    return row.order_line_id, row.distributor_id or 0


def written(order_id: UUID) -> dict[str, WrittenLine]:
    """By order line, all rows of an order so far."""
    found: dict[str, WrittenLine] = {}
    for row in SaleLine.objects.filter(order_id=order_id).order_by("order_line_id", "seq"):
        found.setdefault(str(row.order_line_id), WrittenLine()).add(row)
    return found


def corrected(decision: Attribution) -> Attribution:
    """A decision as it rules now, under staff's newest correction; only to be read."""
    newest = newest_correction(decision.order_id)
    if newest:
        overrule(decision, newest)
    return decision


def ruling(decision: Attribution) -> Ruling:
    """Whose sale an order is: staff's newest correction, else the attribution's decision."""
    newest = newest_correction(decision.order_id)
    found = newest or decision
    return Ruling(found.distributor_id, found.own, found.source)


def overrule(shown: Attribution, correction: Correction) -> None:
    """Put a correction over a decision that is only shown, never saved."""
    shown.distributor_id = correction.distributor_id
    shown.own = correction.own
    shown.source = correction.source
    if correction.source == AttributionSource.STAFF:
        shown.attached_at = correction.made_at


def newest_correction(order_id: UUID) -> Correction | None:
    return Correction.objects.filter(order_id=order_id).order_by("-id").first()

"""The undo: a correction of a correction, that lets rule again what ruled before it."""

from ..adapters import clock
from ..models import Correction, Distributor
from ..models.corrections import CorrectionKind
from . import corrections, customer_moves, holdings
from .corrections import Wish
from .errors import MlmError
from .holdings import Ruling


def undo(correction_id: int, reason: str, actor: str) -> Correction:
    """Undo the newest correction of an order or of a customer; an undo can be undone too."""
    wish = Wish(CorrectionKind.UNDO, None, corrections.checked_reason(reason), actor)
    with corrections.between_commits():
        found = Correction.objects.filter(id=correction_id).first()
        if found is None:
            raise MlmError("NOT_FOUND", "There is no such correction.", "id")
        if found.order_id is None:
            return _of_customer(found, wish)
        return _of_order(found, wish)


def _of_order(found: Correction, wish: Wish) -> Correction:
    assert found.order_id is not None
    attribution = corrections.read_now(found.order_id)
    newest = holdings.newest_correction(found.order_id)
    if newest and _is_same(newest, found, wish):
        return newest
    _check_newest(newest, found)
    own = corrections.is_own(attribution, found.before_distributor)
    after = Ruling(found.before_distributor_id, own, found.before_source)
    return corrections.put(attribution, holdings.ruling(attribution), after, wish, found)


def _of_customer(found: Correction, wish: Wish) -> Correction:
    """The customer as before, and each order that came along, unless it was corrected since or
    a run has counted it."""
    user_id = customer_moves.locked(found)
    newest = customer_moves.newest(user_id)
    if newest and _is_same(newest, found, wish):
        return newest
    _check_newest(newest, found)
    before: Distributor | None = found.before_distributor
    undone = Correction.objects.create(
        kind=wish.kind,
        customer_user_id=user_id,
        distributor=before,
        source=found.before_source,
        before_distributor=found.distributor,
        before_source=found.source,
        undoes=found,
        reason=wish.reason,
        actor=wish.actor,
        made_at=clock.now(),
    )
    for part in found.parts.order_by("order_id"):
        if holdings.newest_correction(part.order_id) == part and corrections.order_is_open(
            part.order_id, part.distributor_id
        ):
            _of_order(part, Wish(wish.kind, None, wish.reason, wish.actor, part_of=undone))
    return undone


def _is_same(newest: Correction, found: Correction, wish: Wish) -> bool:
    """The same request twice is one undo."""
    asked = (found.id, wish.reason, wish.actor)
    return (newest.undoes_id, newest.reason, newest.actor) == asked


def _check_newest(newest: Correction | None, found: Correction) -> None:
    if newest != found:
        message = "There is a later correction; undo that one first."
        raise MlmError("CORRECTED_SINCE", message, "id")

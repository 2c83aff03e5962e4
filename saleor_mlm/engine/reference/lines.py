"""From what bonuses noted to lines in whole units of money."""

from fractions import Fraction

from .inputs import Posted, Run
from .money import interval_pay
from .outputs import CommissionLine, UnpaidLevel
from .sales import axes_of
from .standing import Standing
from .walks import Paid, Unpaid


def commission_line(bonus: str, paid: Paid, standing: Standing) -> CommissionLine:
    """A new line."""
    piece, line = paid.piece, paid.piece.line
    return CommissionLine(
        order_line=line.key,
        payee=paid.person,
        bonus=bonus,
        base=piece.base,
        level=paid.level,
        paid_level=paid.paid_level,
        rank=standing.paid_as[paid.person],
        rate=paid.rate * piece.share,
        rounding=str(standing.plan.rounding),
        low=piece.low,
        high=piece.high,
        amount_minor=amount_of(paid, standing),
        currency=line.currency,
    )


def amount_of(paid: Paid, standing: Standing) -> int:
    """What a payment comes to."""
    piece, run = paid.piece, standing.run
    return interval_pay(
        paid.rate * piece.share,
        piece.low,
        piece.high,
        piece.line.currency,
        str(run.plan.rounding),
        run.exponents,
    )


def unpaid_level(bonus: str, unpaid: Unpaid) -> UnpaidLevel:
    """A level that nobody was paid."""
    piece = unpaid.piece
    return UnpaidLevel(
        piece.line.key,
        bonus,
        piece.low,
        piece.high,
        unpaid.level,
        unpaid.paid_level,
        unpaid.person,
        unpaid.why,
    )


def taken_back(run: Run) -> list[CommissionLine]:
    """Of what stood posted, the part above the lowest point, at the rate of then."""
    axes = {base: axes_of(run, base) for base in {posted.base for posted in run.posted}}
    back = []
    for posted in run.posted:
        lowest, _ = axes[posted.base].get(posted.order_line, (posted.high, posted.high))
        low = max(posted.low, lowest)
        if low < posted.high:
            back.append(_reversal(run, posted, low))
    return back


def _reversal(run: Run, posted: Posted, low: Fraction) -> CommissionLine:
    exponents = run.exponents
    paid = interval_pay(posted.rate, low, posted.high, posted.currency, posted.rounding, exponents)
    return CommissionLine(
        order_line=posted.order_line,
        payee=posted.payee,
        bonus=posted.bonus,
        base=posted.base,
        level=posted.level,
        paid_level=posted.paid_level,
        rank=posted.rank,
        rate=posted.rate,
        rounding=posted.rounding,
        low=low,
        high=posted.high,
        amount_minor=-paid,
        currency=posted.currency,
        reverses=posted.ref,
    )

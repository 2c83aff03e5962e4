"""Moves of large teams, by staff: in the enroller tree, and in the binary's two shapes."""

from collections.abc import Iterator

from .company import ENROLLER, HANG, HEAD_OF_LEG, LEGS, TREE, Company
from .measure import Row, timed

WIDE_MS, DEEP_MS = 20, 300


def of_enroller(company: Company, times: int) -> Row:
    """The head of a leg goes with everybody below somebody of another, elsewhere each time."""
    from saleor_mlm.models import Distributor
    from saleor_mlm.services import enroller_requests
    from saleor_mlm.services.enroller_changes import Wish

    people = Distributor.objects.in_bulk([HEAD_OF_LEG, *targets(company, times)])
    head = people.pop(HEAD_OF_LEG)
    others = iter(people.values())

    def move() -> None:
        enroller_requests.change(Wish(head, next(others)), "bench", "bench")

    name = f"another enroller, wide: team of {_size(ENROLLER, HEAD_OF_LEG):,}"
    return Row(name, timed(move, times), WIDE_MS)


def targets(company: Company, count: int) -> list[int]:
    """People of other legs than the one that moves, far from each other, who have not ended."""
    middle, step = company.people // 2, company.people // 4 // count
    return [company.active(middle + LEGS * (n * step // LEGS) + 5) for n in range(count)]


def in_binary(company: Company, times: int) -> Iterator[Row]:
    """Half of the complete binary goes below the other half, then what is below a place far down
    the spine goes below those who hang a little above it: every check climbs the spine."""
    spine, bits = company.spine, company.wide.bit_length() - 1
    other_half = range(spine + 3 * 2 ** (bits - 2), spine + 2**bits)
    deep = spine - 2 * spine // 17
    first = spine + company.wide + HANG * (deep - deep // 10)
    above = range(first, first + HANG * (deep // 20))
    moves = (("wide", spine + 2, other_half, WIDE_MS), ("deep", deep, above, DEEP_MS))
    for name, who, candidates, limit in moves:
        size = _size(TREE, who)
        yield Row(f"place, {name}: team of {size:,}", _moved(who, candidates, times), limit)


def _moved(who: int, candidates: range, times: int) -> list[float]:
    """Below somebody else each time, into the same slot."""
    from saleor_mlm.models import Position
    from saleor_mlm.services import position_moves
    from saleor_mlm.services.position_moves import Wanted

    leaves = _leaves(candidates, times)
    slot = Position.objects.get(id=who).slot
    taken = []
    for leaf in leaves:
        wanted = Wanted(who, leaf, slot, True, "bench", "bench")
        taken += timed(lambda wanted=wanted: position_moves.move(wanted))
    return taken


def _leaves(candidates: range, count: int) -> list[int]:
    """Positions with nobody below."""
    from saleor_mlm.models import Position

    some = candidates[:: max(1, len(candidates) // (20 * count))]
    full = set(Position.objects.filter(parent__in=some).values_list("parent", flat=True))
    return [one for one in some if one not in full][:count]


def _size(tree: str, node: int) -> int:
    from saleor_mlm.services import team, team_views

    reading = team.read(tree)
    return team_views.counted(reading, reading.now.label(node)).size

"""A plan as a distributor would be told it, and the order in which its rules are worked out."""

from collections.abc import Iterable, Iterator

from ..rounding import Rounding
from .dependencies import evaluation, lengths, rank_order, rank_tree, works_out_ranks
from .reads import Node
from .say_bonuses import bonus_sentences
from .say_tests import rank_sentences, test_sentence
from .say_volumes import volume_sentence
from .schema import Plan
from .wording import listed, names

_ROUNDING = {
    Rounding.HALF_EVEN: "to the nearest, an exact half to the even neighbour",
    Rounding.HALF_UP: "to the nearest, an exact half up",
    Rounding.DOWN: "down",
}

_LATE = (
    "What is delivered in a later period than it was bought is paid by how everyone stood in the "
    "period in which it was bought.",
)


def sentences(plan: Plan) -> list[str]:
    """All that a plan says, in its order, and what holds for every plan."""
    return [
        f"{plan.name}: periods are one {plan.period} long, in the time zone {plan.time_zone}.",
        *(
            _and_origins(plan, "volumes", name, volume_sentence(plan, name))
            for name in plan.volumes
        ),
        *(_and_origins(plan, "tests", name, test_sentence(plan, name)) for name in plan.tests),
        *(rank_sentences(plan.ranks) if plan.ranks else ()),
        *(
            text
            for name, bonus in plan.bonuses.items()
            for text in bonus_sentences(plan, name, bonus)
        ),
        "Whoever’s agreement was not in force when a sale was paid is passed over.",
        *(_LATE if plan.volumes or plan.ranks else ()),
        "A refund takes back what the refunded part had paid, from the same people and at the same "
        "rates.",
        f"Amounts are rounded {_ROUNDING[plan.rounding]}, once per order line, bonus and person.",
        "Nothing is paid for enrolling anyone: every bonus rests on sales.",
    ]


def _and_origins(plan: Plan, part: str, name: str, sentence: str) -> str:
    """A sentence with the parameters that its numbers come from."""
    place = f"{part}.{name}."
    origins = [origin for at, origin in plan.origins.items() if at.startswith(place)]
    return f"{sentence} [{', '.join(origins)}]" if origins else sentence


def order_of_rules(plan: Plan) -> list[str]:
    """What each run works out, step by step: one run for each length of period, shortest first."""
    lines = []
    for every in lengths(plan):
        lines.append(f"A run over a {every} works out:")
        steps = enumerate(_steps(plan, every), start=1)
        lines += [f"  {number}. {step}" for number, step in steps]
    return lines


def _steps(plan: Plan, every: str) -> Iterator[str]:
    order = evaluation(plan, every)
    yield from _named(order.before)
    if works_out_ranks(plan, every):
        yield _ranks_step(plan, order.during)
        yield from _named(order.after)
    due = [name for name, bonus in plan.bonuses.items() if (bonus.every or plan.period) == every]
    if len(due) == 1:
        yield f"the bonus {names(due)}"
    elif due:
        yield f"the bonuses {names(due)}, one after the other"


def _named(nodes: Iterable[Node]) -> Iterator[str]:
    """Volumes and tests in their order, those of one sort together."""
    sort, keys = "", list[str]()
    for kind, key in [*nodes, ("", "")]:
        if kind != sort and keys:
            yield f"the {sort}{'s' if len(keys) > 1 else ''} {names(keys)}"
            keys = []
        sort = kind
        keys.append(key)


def _ranks_step(plan: Plan, during: Iterable[Node]) -> str:
    assert plan.ranks is not None
    ladder = listed(rank.name for rank in plan.ranks.ladder)
    with_them = [key for _, key in during]
    also = f", and with them {names(with_them)}" if with_them else ""
    match rank_order(plan):
        case "independent":
            how = "each for itself"
        case "least-fixed-point":
            how = "again and again until nobody gets a further one"
        case "deepest-first":
            how = f"the deepest people of the {rank_tree(plan)} tree first"
    return f"the ranks {ladder}, {how}{also}; then career titles"

"""Pages, uplines and figures of teams, as the services answer them, and over GraphQL."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .company import ENROLLER, HEAD_OF_LEG
from .measure import Row, in_ms, timed

PAGE = 50
UPLINE = 15
FIRST_PAGE = """
{ mlmMe { downline(first: 50) {
    totalCount asOf edges { level volume { value } node { code displayName joinedAt } }
} } }
"""


@dataclass(frozen=True)
class Head:
    """Somebody whose team is read."""

    name: str
    person: int


def rows(people: int, times: int) -> Iterator[Row]:
    """First pages, uplines and figures at people drawn, and at the root."""
    chance = random.Random(1)

    def anybody() -> int:
        return chance.randint(1, people)

    def of(
        work: Callable[[str, int], object], draw: Callable[[], int], times: int = times
    ) -> list[float]:
        drawn = iter([draw() for _ in range(times)])
        return timed(lambda: work(ENROLLER, next(drawn)), times)

    yield Row("first page of 50, of anybody", of(first_page, anybody), 20)
    yield Row("first page of 50, of the first person", of(first_page, lambda: 1), 20)
    yield Row("upline of 15", of(upline, lambda: _deep(chance, people)), 2)
    yield Row("team's count and volume, of anybody", of(figures, anybody), 1, "p50")
    yield Row("team's count and volume, of the first person", of(figures, lambda: 1), 10)


def after_changes(name: str, times: int, change: Callable[[], object]) -> Row:
    """The first page right after somebody was written to."""

    def one() -> float:
        change()
        return timed(lambda: first_page(ENROLLER, 1))[0]

    return Row(f"first page, right after somebody enrolled{name}", [one() for _ in range(times)])


def over_graphql(times: int) -> Row:
    """The whole request, in process: token, query, rights, the page, JSON."""
    from django.test import Client
    from saleor.account.models import User
    from saleor.core.jwt import create_access_token

    token = create_access_token(User.objects.get(id=1))
    client = Client(headers={"Host": "127.0.0.1", "Authorization": f"Bearer {token}"})

    def ask() -> None:
        answer = client.post("/graphql/", {"query": FIRST_PAGE}, "application/json").json()
        if "errors" in answer:
            raise SystemExit(answer["errors"])

    ask()
    return Row("the same page over GraphQL", timed(ask, times))


def combinations(heads: list[Head], times: int) -> Iterator[str]:
    """Twelve filters with sorts; p95 at each head, in a row."""
    from saleor_mlm.engine.team_pages import Wanted

    yield "| filter and sort, first page of 50 | " + " | ".join(h.name for h in heads) + " |"
    yield "| --- |" + " --- |" * len(heads)
    for name, (wish, sort, descending) in _wishes().items():
        wanted = Wanted(sort, descending, limit=PAGE + 1)
        cells = []
        for head in heads:
            work = _member_page(head.person, wish, wanted)
            work()
            cells.append(in_ms(Row(name, timed(work, times)).p95))
        yield f"| {name} | " + " | ".join(cells) + " |"


def heads(people: int) -> list[Head]:
    """The first person, the head of a leg, and the first with about a hundred below."""
    from saleor_mlm.services import team, team_views

    reading = team.read()
    columns = reading.now.tree.columns
    near = int(columns.node[abs(columns.size - 100).argmin()])
    chosen = (1, HEAD_OF_LEG, near)
    sizes = [team_views.counted(reading, team_views.head(reading, who)).size for who in chosen]
    return [Head(f"team of {size:,}", who) for who, size in zip(chosen, sizes, strict=True)]


def _deep(chance: random.Random, people: int) -> int:
    """Somebody who has fifteen above."""
    from saleor_mlm.services import team, team_views

    reading = team.read()
    while True:
        who = chance.randint(1, people)
        label = team_views.head(reading, who)
        if label is not None and reading.now.tree.columns.level[label] >= UPLINE:
            return who


def first_page(tree: str, who: int) -> None:
    """In the default order: by level, then as they joined."""
    from saleor_mlm.engine.team_pages import Wanted
    from saleor_mlm.services.team_views import Wish

    _member_page(who, Wish(), Wanted(limit=PAGE + 1), tree)()


def _member_page(who: int, wish: Any, wanted: Any, tree: str = "enroller") -> Callable[[], None]:
    """A page as GraphQL reads it: the tree as it is now, who is wanted, and their rows."""
    from saleor_mlm.models import Distributor
    from saleor_mlm.services import team, team_views

    def read() -> None:
        reading = team.read(tree)
        label = team_views.head(reading, who)
        found, _ = team_views.members(reading, label, wish, None, wanted)
        ids = team_views.distributors(reading.now, [label for _, label in found])
        Distributor.objects.in_bulk(ids)

    return read


def upline(tree: str, who: int) -> None:
    """The fifteen above, with their rows."""
    from saleor_mlm.models import Distributor
    from saleor_mlm.services import team, team_views

    reading = team.read(tree)
    labels = reading.now.upline(team_views.head(reading, who), UPLINE)
    assert len(labels) == UPLINE
    Distributor.objects.in_bulk(team_views.distributors(reading.now, labels))


def figures(tree: str, who: int) -> Any:
    """What is counted of a team."""
    from saleor_mlm.services import team, team_views

    reading = team.read(tree)
    return team_views.counted(reading, team_views.head(reading, who))


def _wishes() -> dict[str, tuple[Any, Any, bool]]:
    from saleor_mlm.engine.team_pages import Sort
    from saleor_mlm.services.team_views import Wish

    now = dt.datetime.now(dt.UTC)
    month, year = now - dt.timedelta(days=30), now - dt.timedelta(days=300)
    everything = Wish(
        level_from=1,
        level_to=20,
        status=["active"],
        rank=["bronze", "silver"],
        active=True,
        joined_since=year,
        country=["DE", "JP"],
        text="an",
    )
    return {
        "frontline, as they joined": (Wish(level_to=1), Sort.JOINED, False),
        "levels 2 to 5, newest first": (Wish(level_from=2, level_to=5), Sort.JOINED, True),
        "active, most volume first": (Wish(active=True), Sort.VOLUME, True),
        "inactive, by name": (Wish(active=False), Sort.NAME, False),
        "ended, newest first": (Wish(status=["ended"]), Sort.JOINED, True),
        "gold, most volume first": (Wish(rank=["gold"]), Sort.VOLUME, True),
        "everybody, highest rank first": (Wish(), Sort.RANK, True),
        "joined in 30 days, by level": (Wish(joined_since=month), Sort.LEVEL, False),
        "from Germany, by name": (Wish(country=["DE"]), Sort.NAME, False),
        "text `anna`, by level": (Wish(text="anna"), Sort.LEVEL, False),
        "active silver or gold from the US, most volume first": (
            Wish(active=True, rank=["silver", "gold"], country=["US"]),
            Sort.VOLUME,
            True,
        ),
        "all eight filters, by name backwards": (everything, Sort.NAME, True),
    }

"""Random worlds: a forest or two of people, orders, deliveries and refunds over several periods."""

import datetime as dt
from collections.abc import Sequence
from random import Random
from zoneinfo import ZoneInfo

from .documents import CLASSES, COUNTRIES, ORDER_KINDS, PRODUCT_LINES
from .world import BASES, OUTSIDE, ROOT, Change, Exempt, Human, Line, World

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
# Quantities at and around thresholds, and some whose rates are exact halves of a cent.
VOLUMES_E4 = (0, 100_000, 250_000, 499_999, 500_000, 1_000_000, 1_234_500, 2_000_000, 4_000_000)
BIG_E4 = (2**53 + 1, 10**15 + 7, 123_456_789_012_345)
MARGIN = BASES.index("margin")
BASES_E4 = (1, 1000, 123_500, 250_000, 333_333, 500_000, 1_000_000, 1_500_000, 2_470_000)


def random_world(
    random: Random,
    *,
    time_zone: str,
    periods: Sequence[str],
    trees: Sequence[str],
    tests: Sequence[str],
    single_currency: bool,
    people: int | None = None,
    shape: str | None = None,
    orders: int | None = None,
) -> World:
    """A world for a plan with these names; `people`, `shape` and `orders` as given, or random."""
    maker = _Maker(random, ZoneInfo(time_zone), periods)
    count = people or random.choice((1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 20, 30))
    humans = tuple(maker.human() for _ in range(count))
    lines, changes = maker.sales(count, single_currency, orders)
    return World(
        time_zone=time_zone,
        periods=tuple(periods),
        currencies={"USD": 2} if single_currency else {"USD": 2, "JPY": 0, "KWD": 3},
        humans=humans,
        trees={
            name: maker.tree(count, shape, outside=name != "enroller" and random.random() < 0.5)
            for name in trees
        },
        lines=lines,
        changes=changes,
        exempt=maker.exempt(count, tests),
        classes=tuple(CLASSES),
        order_kinds=tuple(ORDER_KINDS),
        product_lines=tuple(PRODUCT_LINES),
        countries=tuple(COUNTRIES),
    )


def tree(random: Random, count: int, shape: str | None, outside: bool) -> tuple[int, ...]:
    """Parents of so many persons, numbered in any order: a spine, a wide line, a forest, ..."""
    shape = shape or random.choice(("spine", "wide", "forest", "tree", "tree", "narrow"))
    inside = [person for person in range(count) if not (outside and random.random() < 0.2)]
    random.shuffle(inside)
    parents = [OUTSIDE] * count
    for place, person in enumerate(inside):
        above = _above(random, shape, place)
        parents[person] = inside[above] if above >= 0 else ROOT
    return tuple(parents)


def _above(random: Random, shape: str, place: int) -> int:
    """The place in the order of joining of whoever is above."""
    if place == 0 or (shape == "forest" and random.random() < 0.3):
        return ROOT
    if shape == "spine":
        return place - 1
    if shape == "wide":
        return 0
    if shape == "narrow":
        return random.randint(max(0, place - 3), place - 1)
    return random.randint(0, place - 1)


class _Maker:
    """Months from January 2026 on, in one time zone."""

    def __init__(self, random: Random, zone: ZoneInfo, periods: Sequence[str]) -> None:
        self.random, self.zone, self.runs = random, zone, len(periods)
        self.months = max(1, sum("W" not in period for period in periods))
        # Amounts beyond what floats, and products with rates beyond what 64 bits hold exactly.
        self.bases_e4 = BIG_E4 if random.random() < 0.04 else BASES_E4

    def instant(self, month: int, day: int = 1) -> int:
        """The first instant of a day; month 1 is January 2026."""
        year, index = divmod(month - 1, 12)
        local = dt.datetime(2026 + year, index + 1, day, tzinfo=self.zone)
        return int((local - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1))

    def any_instant(self, month_from: int, month_to: int) -> int:
        """Often the first or last instant of a day."""
        day = self.instant(self.random.randint(month_from, month_to), self.random.randint(1, 28))
        return day + self.random.choice((-1, 0, 0, 1, HOUR_US, 13 * HOUR_US, 23 * HOUR_US))

    def tree(self, count: int, shape: str | None, outside: bool) -> tuple[int, ...]:
        return tree(self.random, count, shape, outside)

    def human(self) -> Human:
        random = self.random
        joined_us = self.any_instant(random.choice((-2, 0, 0)), max(1, self.months - 1))
        if random.random() < 0.2:
            joined_us = self.instant(random.randint(1, self.months))
        return Human(
            joined_us=joined_us,
            country=random.choice((*COUNTRIES, *COUNTRIES, "")),
            klass=random.choice((*CLASSES, "distributor", "distributor", "")),
            household=random.choice((-1, -1, -1, 0, 1, 2)),
            absences=self.absences(joined_us),
        )

    def absences(self, joined_us: int) -> tuple[tuple[int, int], ...]:
        """Before joining; now and then an end, and a return."""
        least, most = -(2**63), 2**63 - 1
        found = [(least, joined_us)]
        if self.random.random() < 0.15:
            ended_us = max(joined_us, self.any_instant(1, self.months))
            back = self.random.random() < 0.4
            found.append((ended_us, ended_us + 7 * DAY_US if back else most))
        return tuple(found)

    def sales(
        self, people: int, single: bool, orders: int | None
    ) -> tuple[tuple[Line, ...], tuple[Change, ...]]:
        lines: list[Line] = []
        changes: list[Change] = []
        for order in range(orders or self.random.randint(3, 5 + min(people, 12))):
            head = self.order(order, people, single)
            for _ in range(self.random.choice((1, 1, 1, 2))):
                index = len(lines)
                lines.append(Line(**{**head, "product_line": self.word(PRODUCT_LINES)}))
                changes += self.story(index, lines[index].sold_at_us)
        return tuple(lines), tuple(sorted(changes, key=lambda change: change.at_us))

    def order(self, order: int, people: int, single: bool) -> dict[str, object]:
        random = self.random
        own = random.random() < 0.4
        place = random.randrange(people)
        buyer = 1000 + place if own else random.randrange(6)
        return {
            "place": place,
            "own": own,
            "currency": "USD" if single else random.choice(("USD", "JPY", "KWD")),
            "sold_at_us": self.any_instant(1, self.months),
            "buyer": buyer if random.random() < 0.9 else -1,
            "household": random.choice((-1, -1, -1, 0, 1, 2)),
            "buyer_class": "distributor" if own else self.word(CLASSES),
            "order": order if random.random() < 0.9 else -1,
            "order_kind": self.word(ORDER_KINDS),
            "country": self.word(COUNTRIES),
        }

    def word(self, words: Sequence[str]) -> str:
        return self.random.choice((*words, *words, "")) if self.random.random() < 0.5 else words[0]

    def story(self, line: int, sold_at_us: int) -> list[Change]:
        """A sale, its deliveries, and now and then refunds, in this period and in later ones."""
        random = self.random
        volumes = tuple(random.choice(VOLUMES_E4) for _ in range(5))
        heights = [random.choice(self.bases_e4) for _ in range(4)]
        now = [height if random.random() < 0.8 else 0 for height in heights]
        found = [Change(line, sold_at_us, volumes, tuple(now))]
        for _ in range(random.choice((0, 0, 1, 2))):
            at_us = found[-1].at_us + random.choice((0, HOUR_US, 5 * DAY_US, 31 * DAY_US))
            to = [random.choice((0, height, height // 2, 2 * height)) for height in heights]
            to[MARGIN] = random.choice((to[MARGIN], to[MARGIN], -heights[MARGIN]))
            back = random.random() < 0.5
            moved = tuple(-volume if back else 0 for volume in volumes)
            step = tuple(new - old for new, old in zip(to, now, strict=True))
            found.append(Change(line, at_us, moved, step))
            now = to
        return found

    def exempt(self, people: int, tests: Sequence[str]) -> tuple[Exempt, ...]:
        if not tests or self.random.random() < 0.7:
            return ()
        found = {}
        for _ in range(self.random.randint(1, 3)):
            run, test = self.random.randrange(self.runs), self.random.choice(tests)
            person = self.random.randrange(people)
            found[run, test, person] = self.random.random() < 0.6
        return tuple(Exempt(*key, passes) for key, passes in found.items())

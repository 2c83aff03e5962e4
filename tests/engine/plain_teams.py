"""A team worked out the plain way: every answer by walking, to hold the quick ones to."""

import dataclasses
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from saleor_mlm.engine.team_changes import Changes
from saleor_mlm.engine.team_pages import Filter, Sort
from saleor_mlm.engine.team_texts import Texts, folded
from saleor_mlm.engine.team_tree import NOBODY, Nodes, TeamTree, counted

NAMES = ["Ann", "Änne", "Bob Marley Junior the Third of Kingston", "bob", "Cäcilia", "石川", "Di"]
COUNTRIES = [0, 256 * ord("D") + ord("E"), 256 * ord("U") + ord("S")]


@dataclass(frozen=True)
class Person:
    node: int
    parent: int
    slot: int = 0
    status: int = 1
    country: int = 0
    joined_us: int = 0
    rank: int = 0
    active: bool = False
    volume_e4: int = 0
    name: str = "Ann"

    @property
    def distributor(self) -> int:
        """Two nodes are of one owner."""
        return self.node // 2

    @property
    def line(self) -> str:
        return folded(f"{self.name}\tC{self.node}")


type World = dict[int, Person]


def table(people: list[Person]) -> tuple[Nodes, Texts]:
    names = [field.name for field in dataclasses.fields(Nodes)]
    columns = {name: [getattr(one, name) for one in people] for name in names}
    texts = Texts.of_lines(f"{one.name}\tC{one.node}" for one in people)
    return (Nodes(**columns) if people else Nodes.empty()), texts


def tree_of(world: World, order: random.Random) -> TeamTree:
    people = list(world.values())
    order.shuffle(people)
    return counted(*table(people))


def changes(before: World, now: World) -> Changes:
    """What tells the first world from the second; some who did not change are named too."""
    touched = [
        now[node] if node not in before else replace(now[node], volume_e4=-1)
        for node in now
        if now[node] != before.get(node) or node % 7 == 0
    ]
    gone = [node for node in before if node not in now]
    sold = {node: now[node].volume_e4 - before[node].volume_e4 for node in now if node in before}
    sold = {node: e4 for node, e4 in sold.items() if e4}
    return Changes(
        *table(touched),
        np.array(gone, np.int64),
        np.array(list(sold), np.int64),
        np.array(list(sold.values()), np.int64),
    )


def random_world(draw: random.Random, count: int) -> World:
    world: World = {}
    reach = draw.choice([1, 3, count])
    for node in draw.sample(range(1, 10 * count), count):
        known = list(world)[-reach:]
        parent = draw.choice([*known, NOBODY]) if draw.random() < 0.1 or not known else known[0]
        parent = parent if draw.random() < 0.5 or not known else draw.choice(known)
        world[node] = person(draw, node, parent)
    return world


def person(draw: random.Random, node: int, parent: int) -> Person:
    return Person(
        node,
        parent,
        slot=draw.choice([0, 0, 1, 2]),
        status=draw.randrange(4),
        country=draw.choice(COUNTRIES),
        joined_us=draw.randrange(5) * 10**6,
        rank=draw.randrange(3),
        active=draw.random() < 0.5,
        volume_e4=draw.choice([0, 0, 10_000, 5, -3]),
        name=draw.choice(NAMES),
    )


def later(draw: random.Random, world: World, steps: int) -> World:
    """The world after some changes: people join, move, are changed, sell, or leave the tree."""
    now = dict(world)
    for _ in range(steps):
        node = draw.choice(list(now))
        kind = draw.choice(["join", "join", "move", "move", "change", "sell", "leave"])
        if kind == "join":
            new = 1 + max([*now, *world])
            now[new] = person(draw, new, draw.choice([node, node, NOBODY]))
        elif kind == "move":
            parent = draw.choice([*now, NOBODY])
            if node not in (parent, *upline(now, parent)):
                now[node] = replace(now[node], parent=parent)
        elif kind == "change":
            now[node] = replace(person(draw, node, now[node].parent), volume_e4=now[node].volume_e4)
        elif kind == "sell":
            now[node] = replace(now[node], volume_e4=now[node].volume_e4 + draw.choice([7, -2]))
        elif len(now) > 3:
            del now[node]
    return now


def upline(world: World, node: int) -> list[int]:
    found = []
    while node in world and world[node].parent in world:
        node = world[node].parent
        found.append(node)
    return found


def team(world: World, head: int) -> dict[int, int]:
    """Everybody below, with the level."""
    return {
        node: upline(world, node).index(head) + 1 for node in world if head in upline(world, node)
    }


def children(world: World, head: int) -> list[int]:
    found = [one for one in world.values() if one.parent == head]
    return [one.node for one in sorted(found, key=lambda p: (p.slot, p.joined_us, p.node))]


def key(person: Person, level: int, sort: Sort) -> tuple[object, ...]:
    return {
        Sort.LEVEL: (level, person.joined_us, person.node),
        Sort.JOINED: (person.joined_us, person.node),
        Sort.VOLUME: (person.volume_e4, person.node),
        Sort.RANK: (person.rank, person.node),
        Sort.NAME: (person.line.encode(), person.node),
    }[sort]


def listed(world: World, head: int, wanted: Filter, sort: Sort, *, descending: bool) -> list[int]:
    below = team(world, head)
    found = [world[node] for node, level in below.items() if passes(world[node], level, wanted)]
    found.sort(key=lambda one: key(one, below[one.node], sort), reverse=descending)
    return [one.node for one in found]


def passes(one: Person, level: int, wanted: Filter) -> bool:
    return all(
        [
            wanted.level_from is None or level >= wanted.level_from,
            wanted.level_to is None or level <= wanted.level_to,
            wanted.statuses is None or one.status in wanted.statuses,
            wanted.ranks is None or one.rank in wanted.ranks,
            wanted.active is None or one.active == wanted.active,
            wanted.joined_from_us is None or one.joined_us >= wanted.joined_from_us,
            wanted.countries is None or one.country in wanted.countries,
            wanted.text is None or folded(wanted.text) in one.line,
        ]
    )


def random_filter(draw: random.Random) -> Filter:
    def sometimes[T](value: T) -> T | None:
        return value if draw.random() < 0.25 else None

    return Filter(
        level_from=sometimes(draw.randrange(1, 4)),
        level_to=sometimes(draw.randrange(1, 5)),
        statuses=sometimes([1, 3]),
        ranks=sometimes([0, 2]),
        active=sometimes(draw.random() < 0.5),
        joined_from_us=sometimes(2 * 10**6),
        countries=sometimes([COUNTRIES[1]]),
        text=sometimes(draw.choice(["a", "BOB", "änne", "石", "c1", "kingston\tc", "zz"])),
    )


def worlds(seeds: range, count: int = 40) -> Iterator[tuple[random.Random, World, World]]:
    for seed in seeds:
        draw = random.Random(seed)
        before = random_world(draw, draw.randrange(3, count))
        yield draw, before, later(draw, before, draw.choice([0, 1, 5, 30]))

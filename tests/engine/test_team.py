"""Teams as they are now: a counted tree under its changes says what walking everybody says."""

import random
from dataclasses import replace

import numpy as np
import pytest

from saleor_mlm.engine.errors import GenealogyError
from saleor_mlm.engine.team_changes import Changes
from saleor_mlm.engine.team_figures import drawing, figures, legs
from saleor_mlm.engine.team_now import TeamNow
from saleor_mlm.engine.team_pages import Filter, Key, Sort, Wanted, kept, page
from saleor_mlm.engine.team_texts import Texts
from saleor_mlm.engine.team_tree import counted

from . import plain_teams as plain
from .plain_teams import Person, World

SEEDS = range(60)


def tree_now(draw: random.Random, before: World, now: World) -> TeamNow:
    return TeamNow(plain.tree_of(before, draw), plain.changes(before, now))


def nodes(now: TeamNow, labels: object) -> list[int]:
    return now.columns.values("node", np.asarray(labels, np.int32)).tolist()


def label(now: TeamNow, node: int) -> int:
    found = now.label(node)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_teams_and_their_columns(seed):
    for draw, before, world in plain.worlds(range(seed, seed + 1)):
        now = tree_now(draw, before, world)
        for head in world:
            team = now.team(label(now, head))
            found = nodes(now, team.labels(np.arange(len(team))))
            below = plain.team(world, head)

            assert sorted(found) == sorted(below)
            assert now.column(team, "level").tolist() == [below[node] for node in found]
            for name in ("status", "country", "joined_us", "rank", "active", "volume_e4"):
                expected = [getattr(world[node], name) for node in found]
                assert now.column(team, name).tolist() == expected, name
            rows = team.rows(np.array([label(now, node) for node in world], np.int32))
            places = [found.index(node) if node in below else -1 for node in world]
            assert rows.tolist() == places


@pytest.mark.parametrize("seed", SEEDS)
def test_uplines_and_who_is_whose(seed):
    for draw, before, world in plain.worlds(range(seed, seed + 1)):
        now = tree_now(draw, before, world)
        for node in world:
            above = plain.upline(world, node)

            assert nodes(now, now.upline(label(now, node))) == above
            assert nodes(now, now.upline(label(now, node), 2)) == above[:2]
            for head in world:
                levels = now.levels_below(label(now, node), label(now, head))
                expected = [node, *above].index(head) if head in (node, *above) else None
                assert levels == expected
        assert all(now.label(node) is None for node in [*before, 10**9] if node not in world)
        for owner in {one.distributor for one in (*before.values(), *world.values())}:
            own = sorted(node for node in world if world[node].distributor == owner)
            assert nodes(now, now.labels_of(owner)) == own


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_legs_and_drawings(seed):
    for draw, before, world in plain.worlds(range(seed, seed + 1)):
        now = tree_now(draw, before, world)
        for head in world:
            below = plain.team(world, head)
            found = figures(now, label(now, head), 2 * 10**6)

            assert found.size == len(below)
            assert found.depth == max(below.values(), default=0)
            assert found.active == sum(world[node].active for node in below)
            assert found.joined == sum(world[node].joined_us >= 2 * 10**6 for node in below)
            assert found.volume_e4 == sum(world[node].volume_e4 for node in [head, *below])
            first = plain.children(world, head)
            assert found.legs == len(first)
            assert [
                (nodes(now, [leg.label])[0], leg.size, leg.active, leg.volume_e4)
                for leg in legs(now, label(now, head), 100)
            ] == [leg_of(world, child) for child in first]
            assert drawn(now, head, 2, 2) == plain_drawing(world, head, 2, 2)


def leg_of(world: World, head: int) -> tuple[int, int, int, int]:
    people = [world[node] for node in [head, *plain.team(world, head)]]
    return head, len(people), sum(p.active for p in people), sum(p.volume_e4 for p in people)


def drawn(now: TeamNow, head: int, depth: int, width: int) -> list[tuple[int, int, int, int]]:
    return [
        (nodes(now, [one.label])[0], one.level, one.team_size, one.hidden)
        for one in drawing(now, label(now, head), depth, width, 500)
    ]


def plain_drawing(
    world: World, head: int, depth: int, width: int
) -> list[tuple[int, int, int, int]]:
    found, wave = [], [head]
    for level in range(depth + 1):
        following: list[int] = []
        for node in wave:
            children = plain.children(world, node)
            shown = children[:width] if level < depth else []
            size = len(plain.team(world, node))
            found.append((node, level, size, len(children) - len(shown)))
            following += shown
        wave = following
    return found


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("seed", range(25))
def test_pages_one_after_the_other(seed, sort):
    """Given a filter and a sort, when all pages are read, forwards and backwards, then everybody
    who is wanted comes once and in order."""
    for draw, before, world in plain.worlds(range(seed, seed + 1)):
        now = tree_now(draw, before, world)
        for head in draw.sample(list(world), min(6, len(world))):
            wanted = plain.random_filter(draw)
            descending = draw.random() < 0.5
            team = now.team(label(now, head))
            keep = kept(now, team, wanted)
            expected = plain.listed(world, head, wanted, sort, descending=descending)

            assert (len(team) if keep is None else int(keep.sum())) == len(expected)
            for size in (1, 3, 100):
                forwards = read(now, head, wanted, Wanted(sort, descending, limit=size))
                assert forwards == expected
                back = Wanted(sort, descending, limit=size, backwards=True)
                assert read(now, head, wanted, back) == expected[::-1]


def read(now: TeamNow, head: int, wanted: Filter, first: Wanted) -> list[int]:
    team = now.team(label(now, head))
    keep = kept(now, team, wanted)
    found: list[int] = []
    cursor: Key | None = None
    while True:
        bound = {"before" if first.backwards else "after": cursor}
        rows = page(now, team, keep, replace(first, **bound))
        if not rows:
            return found
        found += nodes(now, [row[1] for row in rows])
        cursor = rows[-1][0]


def test_a_cursor_stays_right_when_the_tree_is_counted_anew():
    """Given a page read from a tree under changes, when the tree is counted anew, then the next
    page goes on where it ended."""
    for draw, before, world in plain.worlds(range(200, 230)):
        head = next(iter(world))
        for sort in Sort:
            old = tree_now(draw, before, world)
            new = TeamNow(plain.tree_of(world, draw), Changes.none())
            whole = plain.listed(world, head, Filter(), sort, descending=False)
            first = page(old, old.team(label(old, head)), None, Wanted(sort, limit=4))
            if not first:
                continue
            wanted = Wanted(sort, after=first[-1][0], limit=100)
            rest = page(new, new.team(label(new, head)), None, wanted)

            assert nodes(old, [row[1] for row in first]) == whole[:4]
            assert nodes(new, [row[1] for row in rest]) == whole[4:]


def test_a_drawing_has_an_end():
    world = {n: Person(n, n // 3) for n in range(1, 100)}
    now = TeamNow(plain.tree_of(world, random.Random(1)), Changes.none())

    found = drawing(now, label(now, 1), 5, 3, 10)

    assert len(found) == 10
    assert sum(one.hidden for one in found) + len(found) == sum(len(one.taken) for one in found) + 1


def test_a_cycle_is_refused():
    people = [Person(1, 2), Person(2, 1)]

    with pytest.raises(GenealogyError):
        counted(*plain.table(people))


def test_a_tree_of_nobody():
    now = TeamNow(counted(*plain.table([])), Changes.none())

    assert now.label(1) is None


@pytest.mark.parametrize("seed", range(5))
def test_long_names_are_in_exact_order(seed):
    draw = random.Random(seed)
    lines = ["".join(draw.choice("ab") for _ in range(draw.randrange(20, 30))) for _ in range(300)]
    lines += lines[:50]
    tie = np.array(draw.sample(range(1000), len(lines)), np.int64)

    order = Texts.of_lines(lines).in_order(tie).tolist()

    assert order == sorted(range(len(lines)), key=lambda n: (lines[n], tie[n]))


def test_what_is_found_is_found_without_capitals_and_accents():
    texts = Texts.of_lines(["Änne Groß\tC1", "BO\tC2", "Bo\tC3"])

    assert texts.found("anne gross", 0, 3).tolist() == [True, False, False]
    assert texts.found("bO", 0, 3).tolist() == [False, True, True]
    assert texts.found("bo", 2, 3).tolist() == [True]
    assert texts.found("\n", 0, 3).tolist() == [False, False, False]

"""A few walks on a sandbox, against the slow calculation and against what a real Saleor did."""

import os
from collections.abc import Iterator

import pytest

from walks import canonical, found, hosts, teeth
from walks.scripts import draw
from walks.shrink import shrink

SEED = "smoke"


@pytest.fixture(scope="module")
def sandbox(django_db_setup: None) -> Iterator[hosts.Host]:
    """On the PostgreSQL of this run, which `django_db_setup` has started."""
    server = os.environ["DATABASE_URL"]
    with hosts.sandbox_store(server) as template, hosts.sandbox(template=template) as host:
        yield host


@pytest.mark.parametrize("name", found.names())
def test_what_once_differed_is_now_as_on_a_real_saleor(sandbox: hosts.Host, name: str) -> None:
    kept = found.load(name)

    story = found.brief(sandbox.take(kept["script"]))

    assert story == kept["saleor"]


@pytest.mark.parametrize("number", range(8))
def test_sale_lines_add_up_to_the_slow_calculation(sandbox: hosts.Host, number: int) -> None:
    story = sandbox.take(draw(SEED, number))

    assert story.get("fault") is None
    assert story["problems"] == []


def test_the_number_of_a_run_is_taken_out_of_addresses_and_left_in_skus() -> None:
    story = ["amy.10@example.com", "ref-1-10", "SKU-10"]

    assert canonical.normalise(story, 10) == ["amy.#@example.com", "ref-1-#", "SKU-10"]


def test_a_seed_draws_the_same_walk_again() -> None:
    assert draw(SEED, 1) == draw(SEED, 1)
    assert draw(SEED, 1) != draw(SEED, 2)


def test_a_walk_shrinks_to_the_steps_that_matter() -> None:
    steps = [{"do": str(number)} for number in range(12)]

    def differs(script: dict) -> bool:
        return {"2", "9"} <= {step["do"] for step in script["steps"]}

    assert shrink({"steps": steps}, differs)["steps"] == [{"do": "2"}, {"do": "9"}]


def test_what_walks_cannot_find_is_a_fault_that_there_is() -> None:
    assert {path.stem for path in teeth.PATCHES.glob("*.patch")} >= teeth.OUTSIDE

"""How often the database is asked: as often for a hundred people as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saleor_mlm.models import Distributor

from .conftest import START

pytestmark = pytest.mark.django_db

LIST = """{ mlmDistributors(first: %d) { edges { node {
  code user { email } enroller { code } positions { tree } } } } }"""
FRONTLINE = """{ mlmMe { frontline(first: %d) { edges { node {
  code joinedAt enroller { code } } } } } }"""


@pytest.fixture
def crowd(company):
    for number in range(20):
        Distributor.objects.create(
            code=f"P{number:02}", display_name="P", enroller=company["Alice"], joined_at=START
        )


@pytest.mark.parametrize(
    ("who", "query"), [("app:account.manage_users", LIST), ("Alice", FRONTLINE)]
)
def test_a_longer_page_asks_no_more_often(ask, crowd, who, query):
    ask(who, query % 1)
    counts = []
    for size in (2, 20):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(who, query % size)
        assert "errors" not in answer
        ours = [row["sql"] for row in asked.captured_queries if "saleor_mlm" in row["sql"]]
        counts.append(len(ours))

    assert counts[0] == counts[1]


def test_pages_follow_each_other_without_gap_or_double(ask, crowd):
    query = """query ($after: String) { mlmDistributor(code: "ALICE") {
      downline(first: 7, after: $after) {
        edges { node { code } } pageInfo { hasNextPage endCursor } } } }"""
    found, after = [], None
    while True:
        answer = ask("Alice", query, after=after)["data"]["mlmDistributor"]["downline"]
        found += [edge["node"]["code"] for edge in answer["edges"]]
        after = answer["pageInfo"]["endCursor"]
        if not answer["pageInfo"]["hasNextPage"]:
            break

    assert found == ["BOB", *[f"P{number:02}" for number in range(20)], "CAROL"]


@pytest.mark.parametrize(
    "arguments", ["", "first: 0", "first: 101", "first: 1, last: 1", 'first: 1, after: "x"']
)
def test_a_page_that_makes_no_sense_is_refused(ask, arguments):
    brackets = f"({arguments})" if arguments else ""
    answer = ask("Alice", f"{{ mlmMe {{ downline{brackets} {{ edges {{ cursor }} }} }} }}")

    assert len(answer["errors"]) == 1


def test_the_last_page_backwards(ask, crowd):
    query = (
        "{ mlmMe { frontline(last: 2) { edges { node { code } } pageInfo { hasPreviousPage } } } }"
    )

    answer = ask("Alice", query)["data"]["mlmMe"]["frontline"]

    assert [edge["node"]["code"] for edge in answer["edges"]] == ["P18", "P19"]
    assert answer["pageInfo"]["hasPreviousPage"] is True

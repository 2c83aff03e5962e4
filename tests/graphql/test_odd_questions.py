"""Questions that nobody sensible asks get an answer without a word about our insides."""

import json
from base64 import urlsafe_b64encode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db


def cursor(value):
    return urlsafe_b64encode(json.dumps(value).encode()).decode()


def codes(answer):
    return {error["extensions"]["exception"]["code"] for error in answer.get("errors", [])}


@pytest.mark.parametrize(
    "value", [[10**30], [-(10**30)], [True], [1, 10**30], [], {"a": 1}, "x", [1.5]]
)
@pytest.mark.parametrize("field", ["frontline", "downline"])
def test_a_cursor_made_up_is_refused_in_words(ask, field, value):
    query = f"query ($after: String) {{ mlmMe {{ {field}(first: 1, after: $after)" + (
        " { edges { cursor } } } }"
    )

    assert codes(ask("Alice", query, after=cursor(value))) == {"GraphQLError"}


@pytest.mark.parametrize("period", ["\u0000", "x" * 10_000, "2026-13", ""])
@pytest.mark.parametrize(
    "field", ["earnings(period: $p) { currency }", "groupVolume(period: $p) { value }"]
)
def test_a_period_made_up_has_nothing(ask, field, period):
    answer = ask("Alice", f"query ($p: String) {{ mlmMe {{ {field} }} }}", p=period)

    assert "errors" not in answer


def test_personal_volume_does_not_walk_the_team(ask):
    with CaptureQueriesContext(connection) as seen:
        ask("Alice", "{ mlmMe { personalVolume { value } } }")

    assert not [query for query in seen.captured_queries if "team" in query["sql"]]

"""The catalogue of broken plans: one change each, and the exact words the error must contain."""

import pytest

from saleor_mlm.engine.plans import PlanError, load_plan

from .builders import PLAN

# id: (text replaced, by what, line, path, code, words of the message, words of what was expected)
BROKEN = {
    "no space before the percent sign": (
        "2.5 %]", "2.5%]", 17, "bonuses.level.rates[2]", "rate-form",
        "`2.5%` is no rate", 'one space and at most 4 decimals, such as "10 %" or "2.5 %"',
    ),
    "a rate as a float": (
        "5 %, 2.5", "0.05, 2.5", 17, "bonuses.level.rates[1]", "rate-form",
        "`0.05` is no rate", "a percentage with one space",
    ),
    "a rate as a number": (
        "[10 %", "[10", 17, "bonuses.level.rates[0]", "rate-form",
        "`10` is no rate", "a percentage with one space",
    ),
    "a rate too fine": (
        "2.5 %]", "2.50001 %]", 17, "bonuses.level.rates[2]", "rate-form",
        "`2.50001 %` is no rate", "at most 4 decimals",
    ),
    "a negative rate": (
        "2.5 %]", "-2.5 %]", 17, "bonuses.level.rates[2]", "rate-form",
        "`-2.5 %` is no rate", "a percentage",
    ),
    "a rate above the whole": (
        "[10 %", "[101 %", 17, "bonuses.level.rates[0]", "rate-range",
        "101 % is more than the whole base", '"0 %" to "100 %"',
    ),
    "rates that sum to more than the whole": (
        "[10 %", "[92.6 %", 17, "bonuses.level.rates", "rates-total",
        "the rates sum to 100.1 %, more than the whole base", "at most 100 % in all",
    ),
    "no rates": (
        "[10 %, 5 %, 2.5 %]", "[]", 17, "bonuses.level.rates", "too-few",
        "is too short", "at least 1",
    ),
    "rates that are no list": (
        "[10 %, 5 %, 2.5 %]", "10 %", 17, "bonuses.level.rates", "wrong-type",
        "`10 %` is of the wrong type", "a list",
    ),
    "pay for recruiting": (
        "kind: level", "kind: recruiting", 14, "bonuses.level.kind", "pay-for-recruiting",
        "`recruiting` would pay for recruiting, which no plan may; pay rests on sales", "'level'",
    ),
    "a bonus on enrolment": (
        "kind: level", "kind: enrolment-bonus", 14, "bonuses.level.kind", "pay-for-recruiting",
        "`enrolment-bonus` would pay for recruiting, which no plan may", "'level'",
    ),
    "a base of enrolments": (
        "base: cv", "base: enrolments", 16, "bonuses.level.base", "pay-for-recruiting",
        "`enrolments` would pay for recruiting", "'cv'",
    ),
    "a kind that does not exist yet": (
        "kind: level", "kind: binary", 14, "bonuses.level.kind", "unknown-kind",
        "`binary` is not known here", "'level'",
    ),
    "a test that is not defined": (
        "active: active", "active: actve", 18, "bonuses.level.active", "unknown-test",
        "there is no test `actve`", "one of: active",
    ),
    "a misspelt key": (
        "rounding:", "roundng:", 5, "roundng", "unknown-key",
        "there is no key `roundng`", "`rounding`",
    ),
    "a key that is nothing like another": (
        "    base: cv", "    base: cv\n    zzz: 1", 17, "bonuses.level.zzz", "unknown-key",
        "there is no key `zzz`", "one of: kind, tree, base, rates, active, compression",
    ),
    "a missing key": (
        "    compression: skip-inactive\n", "", 13, "bonuses.level.compression", "missing-key",
        "`compression` is missing", "such as `compression: skip-inactive`",
    ),
    "a key twice": (
        "period: month", "period: month\nperiod: week", 5, "period", "duplicate-key",
        "`period` is written twice, first on line 4", "each key once",
    ),
    "a bonus twice": (
        "bonuses:\n", "bonuses:\n  level: {}\n", 14, "bonuses.level", "duplicate-key",
        "`level` is written twice, first on line 13", "each key once",
    ),
    "two bonuses": (
        "bonuses:\n", "bonuses:\n  second: {kind: level, tree: enroller, base: cv, rates: [1 %], "
        "compression: none}\n", 12, "bonuses", "too-many",
        "is too long", "at most 1",
    ),
    "a threshold without quotes": (
        '"50.00"', "50.00", 11, "tests.active.at_least", "number-form",
        "`50.00` is no volume", 'a decimal in quotes with at most 4 decimals, such as "50.00"',
    ),
    "a threshold left out": (
        '"50.00"', "", 11, "tests.active.at_least", "number-form",
        "nothing is no volume", "a decimal in quotes",
    ),
    "a threshold of nothing": (
        '"50.00"', '"0.00"', 11, "tests.active.at_least", "number-range",
        "0 is passed by everyone", "more than zero",
    ),
    "an unknown rounding": (
        "half-even", "bankers", 5, "rounding", "unknown-choice",
        "`bankers` is not known here", "'half-even', 'half-up' or 'down'",
    ),
    "an unknown period": (
        "period: month", "period: quarter", 4, "period", "unknown-choice",
        "`quarter` is not known here", "'month', 'week' or 'day'",
    ),
    "an abbreviation for a time zone": (
        "America/New_York", "EST", 3, "time_zone", "time-zone",
        "`EST` is no time zone", "an IANA time zone, such as Europe/Berlin or UTC",
    ),
    "a time zone that does not exist": (
        "America/New_York", "America/Gotham", 3, "time_zone", "time-zone",
        "`America/Gotham` is no time zone", "an IANA time zone",
    ),
    "a key with a space": (
        "  level:\n", "  Level One:\n", 13, "bonuses.Level One", "key-form",
        "`Level One` is no key", "lower-case letters, digits and hyphens",
    ),
    "nothing after a key": (
        "name: Level plan", "name:", 2, "name", "wrong-type",
        "nothing is written here", "text",
    ),
    "an anchor": (
        "name: Level plan", "name: &n Level plan", 2, "", "yaml-syntax",
        "an anchor or alias", "one plain YAML document",
    ),
    "a tag": (
        "name: Level plan", "name: !!str Level plan", 2, "", "yaml-syntax",
        "the tag tag:yaml.org,2002:str", "one plain YAML document",
    ),
    "a bracket left open": (
        "2.5 %]", "2.5 %", 18, "", "yaml-syntax",
        "expected ',' or ']'", "one plain YAML document",
    ),
    "a tab": (
        "  level:", "\tlevel:", 13, "", "yaml-syntax",
        "cannot start any token", "one plain YAML document",
    ),
    "a key that is a list": (
        "name: Level plan", "? [a]\n: Level plan", 2, "", "yaml-syntax",
        "a key that is no text", "one plain YAML document",
    ),
    "two documents": (
        "name:", "---\nname:", 2, "", "yaml-syntax",
        "another document", "one plain YAML document",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_broken_plan_is_refused_in_these_words(name: str) -> None:
    # given
    old, new, line, path, code, message, expected = BROKEN[name]
    assert PLAN.count(old) == 1

    # when
    with pytest.raises(PlanError) as caught:
        load_plan(PLAN.replace(old, new), "my-plan.yaml")

    # then
    [problem] = [problem for problem in caught.value.problems if problem.code == code]
    assert (problem.source, problem.line, problem.path) == ("my-plan.yaml", line, path)
    assert message in problem.message
    assert expected in problem.expected
    assert str(problem) in str(caught.value)


@pytest.mark.parametrize("text", ["", "# only a comment", "- a list", "word", "[" * 9999, "\0"])
def test_a_text_that_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(text)
    assert len(caught.value.problems) == 1


def test_every_problem_is_told_at_once_in_the_order_of_lines() -> None:
    # given three faults
    text = PLAN.replace("month", "quarter").replace("2.5 %", "3%").replace("half-even", "up")

    # when
    with pytest.raises(PlanError) as caught:
        load_plan(text)

    # then
    assert [problem.line for problem in caught.value.problems] == [4, 5, 17]


def test_a_wrong_kind_hides_what_follows_from_it() -> None:
    # given a bonus of another kind, with that kind's fields
    text = PLAN.replace("kind: level", "kind: recruiting").replace("rates:", "fee_share:")

    # when
    with pytest.raises(PlanError) as caught:
        load_plan(text)

    # then
    assert [problem.code for problem in caught.value.problems] == ["pay-for-recruiting"]


def test_a_problem_reads_as_a_sentence() -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(PLAN.replace("kind: level", "kind: recruiting"), "plans/level.yaml")
    assert str(caught.value) == (
        "plans/level.yaml:14: bonuses.level.kind: `recruiting` would pay for recruiting, which no "
        "plan may; pay rests on sales; expected 'level' [pay-for-recruiting]"
    )

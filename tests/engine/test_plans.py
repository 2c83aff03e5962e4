"""Plans that load: what they mean, their hash, and how they read."""

from fractions import Fraction

import pytest

from saleor_mlm.engine.plans import Measure, load_plan
from saleor_mlm.engine.plans.quantities import rate_text, volume_text

from .builders import PLAN, everyone_active, plan_with


def test_a_plan_has_exact_numbers() -> None:
    plan = load_plan(PLAN)
    assert plan.bonuses["level"].rates == (Fraction(1, 10), Fraction(1, 20), Fraction(1, 40))
    assert plan.tests["active"].at_least_e4 == 500_000
    assert plan.tests["active"].measure is Measure.QV
    assert (plan.key, plan.time_zone, plan.zone.key) == ("level", *["America/New_York"] * 2)


def test_the_hash_is_of_the_content_not_of_the_layout() -> None:
    # given comments, another order of keys, other writings of the same numbers
    text = PLAN.replace(
        "[10 %, 5 %, 2.5 %]", '# paid levels\n    - 10.0 %\n    - "5 %"\n    - 2.50 %'
    )
    lines = text.replace('"50.00"', "'50'").splitlines()
    lines[0], lines[1] = lines[1], lines[0]

    # when
    again = load_plan("\n".join(lines))

    # then
    assert again == load_plan(PLAN)
    assert again.sha256 == load_plan(PLAN).sha256


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("plan: level", "plan: other"),
        ("Level plan", "Another plan"),
        ("America/New_York", "UTC"),
        ("month", "week"),
        ("half-even", "half-up"),
        ("50.00", "50.01"),
        ("qv", "cv"),
        ("2.5 %", "2.4 %"),
        ("skip-inactive", "none"),
        ("    active: active\n", ""),
    ],
)
def test_the_hash_covers(old: str, new: str) -> None:
    assert plan_with((old, new)).sha256 != load_plan(PLAN).sha256


def test_the_hash_is_this() -> None:
    """Stored with every run: it must not change with a release."""
    assert load_plan(PLAN).sha256 == (
        "c35c86ec51b58e0dcb26fdefc4a676263f84c67a672f5ae167e8ebe0014c8b83"
    )


def test_a_plan_describes_itself() -> None:
    assert load_plan(PLAN).describe() == [
        "Level plan: periods are one month long, in the time zone America/New_York.",
        "You are “active” in a month in which your personal volume (your own orders and those of "
        "your own customers) is at least 50.00 QV.",
        "The bonus “level” pays, on the commissionable volume (CV) of every sale: 10 % on level 1, "
        "5 % on level 2, 2.5 % on level 3.",
        "On an order of your own customer you are level 1; on your own order your enroller is. "
        "From there each level is the enroller of the one before.",
        "Whoever is not “active” is passed over, and the level goes to the next above who is.",
        "Whoever’s agreement had ended when the sale was paid is passed over and uses no level.",
        "A refund takes back what the refunded part had paid, from the same people and at the same "
        "rates.",
        "Amounts are rounded to the nearest, an exact half to the even neighbour, once per order "
        "line, bonus and person.",
        "Nothing is paid for enrolling anyone: every bonus rests on sales.",
    ]


def test_a_plan_without_compression_says_that_a_level_is_lost() -> None:
    sentence = "Whoever is not “active” uses a level up, and nobody is paid it."
    assert sentence in plan_with(("skip-inactive", "none")).describe()
    assert sentence not in everyone_active(("skip-inactive", "none")).describe()


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1), "100 %"),
        (Fraction(1, 40), "2.5 %"),
        (Fraction(1, 10**6), "0.0001 %"),
    ],
)
def test_rate_text(rate: Fraction, text: str) -> None:
    assert rate_text(rate) == text


@pytest.mark.parametrize(
    ("volume_e4", "text"),
    [(0, "0.00"), (500_000, "50.00"), (1, "0.0001"), (-123_450, "-12.345"), (-1000, "-0.10")],
)
def test_volume_text(volume_e4: int, text: str) -> None:
    assert volume_text(volume_e4) == text


def test_text_that_yaml_would_take_for_something_else_stays_text() -> None:
    for name in ("No", "2026-10-05", "12:30", "1e3"):
        assert plan_with(("Level plan", name)).name == name

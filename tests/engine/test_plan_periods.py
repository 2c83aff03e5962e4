"""The periods of a plan: company calendars by key and instant, and what belongs to what."""

import datetime as dt
from pathlib import Path

import pytest

from saleor_mlm.engine.periods import PeriodError
from saleor_mlm.engine.plans import load_plan
from saleor_mlm.engine.plans.periods import (
    period_after,
    period_before,
    period_of,
    periods_inside,
    plan_period,
)

PLAN = load_plan((Path(__file__).parent / "plans" / "everything.yaml").read_text())


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_a_campaign_lasts_from_its_first_day_to_its_last() -> None:
    """In Berlin midnight is 23:00 UTC in winter, 22:00 in summer: the clock goes forward in C03."""
    campaign = plan_period(PLAN, "2026-C03", "campaign")
    assert (campaign.key, campaign.kind) == ("2026-C03", "campaign")
    assert campaign.starts_at == utc("2026-03-01T23:00")
    assert campaign.ends_at == utc("2026-03-29T22:00")


def test_every_instant_of_a_calendar_has_its_period() -> None:
    assert period_of(PLAN, utc("2026-02-01T22:59"), "campaign").key == "2026-C01"
    assert period_of(PLAN, utc("2026-02-01T23:00"), "campaign").key == "2026-C02"
    assert period_of(PLAN, utc("2026-02-01T23:00")).key == "2026-02"
    assert period_of(PLAN, utc("2026-02-01T23:00"), "week").key == "2026-W06"


def test_a_calendar_has_a_first_and_a_last() -> None:
    first, second, last = (plan_period(PLAN, f"2026-C0{n}", "campaign") for n in (1, 2, 3))
    assert period_before(PLAN, second) == first
    assert period_after(PLAN, second) == last
    assert period_before(PLAN, first) is period_after(PLAN, last) is None
    month = plan_period(PLAN, "2026-01")
    assert period_before(PLAN, month) == plan_period(PLAN, "2025-12")
    assert period_after(PLAN, month) == plan_period(PLAN, "2026-02")


@pytest.mark.parametrize(
    ("key", "every", "code"),
    [("2026-C04", "campaign", "period-key"), ("2026-W41", "month", "period-key")],
)
def test_a_key_of_no_period(key: str, every: str, code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        plan_period(PLAN, key, every)
    assert caught.value.code == code


def test_an_instant_outside_the_calendar() -> None:
    with pytest.raises(PeriodError) as caught:
        period_of(PLAN, utc("2026-03-29T22:00"), "campaign")
    assert (caught.value.code, str(caught.value)) == (
        "no-period",
        "2026-03-30 is in no period of the calendar `campaign`",
    )


def test_a_week_belongs_to_the_month_in_which_it_ends() -> None:
    january, march = plan_period(PLAN, "2026-01"), plan_period(PLAN, "2026-03")
    weeks = [week.key for week in periods_inside(PLAN, january, "week")]
    assert weeks == ["2026-W01", "2026-W02", "2026-W03", "2026-W04"]
    weeks = [week.key for week in periods_inside(PLAN, march, "week")]
    assert weeks == ["2026-W09", "2026-W10", "2026-W11", "2026-W12", "2026-W13"]


def test_months_and_campaigns_belong_to_quarters() -> None:
    quarter = plan_period(PLAN, "2026-Q1", "quarter")
    months = [month.key for month in periods_inside(PLAN, quarter, "month")]
    assert months == ["2026-01", "2026-02", "2026-03"]
    campaigns = [campaign.key for campaign in periods_inside(PLAN, quarter, "campaign")]
    assert campaigns == ["2026-C01", "2026-C02", "2026-C03"]
    assert len(periods_inside(PLAN, quarter, "day")) == 90

"""Periods: keys, edges in UTC, and clocks that are set forward and back."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saleor_mlm.engine.periods import PeriodError, PeriodKind, period_at, period_from_key

# The same examples on every machine and day.
many = settings(max_examples=250, deadline=None, derandomize=True, database=None)
NEW_YORK = ZoneInfo("America/New_York")
# Midnight is skipped, comes twice, comes again after 00:01, a day is skipped, half-hour offsets.
ZONES = ["UTC", "America/New_York", "America/Sao_Paulo", "America/Havana", "America/St_Johns"]
ZONES += ["Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo"]
INSTANTS = st.integers(1990 * 31_556_952, 2035 * 31_556_952).map(
    lambda seconds: dt.datetime.fromtimestamp(seconds - 1970 * 31_556_952, dt.UTC)
)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("key", "starts_at", "ends_at"),
    [
        ("2026-10", "2026-10-01T04:00", "2026-11-01T04:00"),
        ("2026-11", "2026-11-01T04:00", "2026-12-01T05:00"),  # the clock goes back on the 1st
        ("2026-12", "2026-12-01T05:00", "2027-01-01T05:00"),
        ("2026-W41", "2026-10-05T04:00", "2026-10-12T04:00"),
        ("2026-W53", "2026-12-28T05:00", "2027-01-04T05:00"),
        ("2026-W01", "2025-12-29T05:00", "2026-01-05T05:00"),
        ("2026-10-05", "2026-10-05T04:00", "2026-10-06T04:00"),
        ("2026-03-08", "2026-03-08T05:00", "2026-03-09T04:00"),  # 23 hours
        ("2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),  # 25 hours
    ],
)
def test_period_from_key(key: str, starts_at: str, ends_at: str) -> None:
    period = period_from_key(key, NEW_YORK)
    assert (period.key, period.starts_at, period.ends_at) == (key, utc(starts_at), utc(ends_at))


@pytest.mark.parametrize(
    ("instant", "kind", "key"),
    [
        ("2026-11-01T03:59:59", PeriodKind.MONTH, "2026-10"),
        ("2026-11-01T04:00:00", PeriodKind.MONTH, "2026-11"),
        ("2027-01-03T12:00:00", PeriodKind.WEEK, "2026-W53"),
        ("2026-10-05T03:59:59", PeriodKind.DAY, "2026-10-04"),
    ],
)
def test_period_at(instant: str, kind: PeriodKind, key: str) -> None:
    assert period_at(utc(instant), kind, NEW_YORK).key == key


@pytest.mark.parametrize(
    "key",
    ["2026", "2026-13", "2026-00", "2025-W53", "2026-W1", "2026-02-30", "26-10", "2026-10 ", "",
     "2026-W41-1", "٢٠٢٦-10"],
)  # fmt: skip
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with pytest.raises(PeriodError, match=r"is no period|is not in the calendar") as caught:
        period_from_key(key, NEW_YORK)
    assert caught.value.code == "period-key"


def test_a_day_that_a_calendar_skipped_is_refused() -> None:
    """Samoa crossed the date line at the end of 2011-12-29."""
    apia = ZoneInfo("Pacific/Apia")
    with pytest.raises(PeriodError, match="skipped by the calendar of Pacific/Apia"):
        period_from_key("2011-12-30", apia)
    assert period_from_key("2011-12-29", apia).next().key == "2011-12-31"
    assert period_from_key("2011-12-31", apia).previous().key == "2011-12-29"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(PeriodError) as caught:
        period_at(utc("2026-10-05").replace(tzinfo=None), PeriodKind.DAY, NEW_YORK)
    assert caught.value.code == "naive-instant"


def test_a_day_begins_when_midnight_comes_first() -> None:
    """In Havana the clock goes back from 01:00 to 00:00: the day has 25 hours."""
    day = period_from_key("2026-11-01", ZoneInfo("America/Havana"))
    assert (day.starts_at, day.ends_at) == (utc("2026-11-01T04:00"), utc("2026-11-02T05:00"))


@many
@given(INSTANTS, st.sampled_from(PeriodKind), st.sampled_from(ZONES))
def test_every_instant_lies_in_one_period(
    instant: dt.datetime, kind: PeriodKind, zone: str
) -> None:
    # when
    period = period_at(instant, kind, ZoneInfo(zone))

    # then
    assert instant in period
    assert period.next().starts_at == period.ends_at
    assert period.previous().ends_at == period.starts_at
    assert period.next().previous() == period
    assert period_from_key(period.key, ZoneInfo(zone)) == period
    assert period_at(period.starts_at, kind, ZoneInfo(zone)) == period


def test_a_clock_set_forward_before_midnight_does_not_open_a_day() -> None:
    """Toronto, 1919-03-30 23:30 became 1919-03-31 00:30."""
    zone = ZoneInfo("America/Toronto")
    already_tomorrow = utc("1919-03-31T04:45")
    assert already_tomorrow.astimezone(zone).date() == dt.date(1919, 3, 31)
    day = period_at(already_tomorrow, PeriodKind.DAY, zone)
    assert already_tomorrow in day
    assert day.key == "1919-03-30"


def test_a_clock_set_back_after_midnight_does_not_reopen_a_day() -> None:
    """St. John's, 2006-10-29 00:01 became 2006-10-28 23:01."""
    zone = ZoneInfo("America/St_Johns")
    again_yesterday = utc("2006-10-29T02:45")
    assert again_yesterday.astimezone(zone).date() == dt.date(2006, 10, 28)
    assert period_at(again_yesterday, PeriodKind.DAY, zone).key == "2006-10-29"

"""Switch-on, the form and a channel's own settings."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, transaction
from saleor.channel.models import Channel
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.adapters import host
from saleor_mlm.models import Activation, ChannelSettings
from saleor_mlm.services import declared_settings, doctor, settings
from saleor_mlm.services.errors import MlmError
from saleor_mlm.services.settings import ChannelRules


@pytest.fixture
def channel():
    return Channel.objects.create(
        name="US", slug="us", currency_code="USD", default_country="US", is_active=True
    )


def form(**values):
    names = {
        "hold": declared_settings.HOLD_DAYS,
        "cv": declared_settings.CV_PERCENT,
        "qv": declared_settings.QV_PERCENT,
    }
    return [{"name": names[key], "value": value} for key, value in values.items()]


@pytest.mark.django_db
def test_nothing_counts_before_the_switch_on(channel):
    assert settings.rules(channel.id) == ChannelRules(counts_from=None)


@pytest.mark.django_db
def test_switching_on_again_keeps_the_first_instant(channel, time):
    first = settings.activate().counts_from
    time.now += timedelta(days=1)

    assert settings.activate().counts_from == first
    assert settings.rules(channel.id).counts_from == first


@pytest.mark.django_db
def test_a_channels_own_settings_go_before_the_form(channel, time):
    settings.activate()
    PluginConfiguration.objects.create(
        identifier="mlm.network", active=True, configuration=form(hold="7", cv="12.5", qv="1")
    )

    settings.update_channel("us", {"holdDays": "0", "cvPercent": None}, "test")

    rules = settings.rules(channel.id)
    assert (rules.hold_days, rules.cv_percent_ppm, rules.qv_percent_ppm) == (0, 125_000, 10_000)


@pytest.mark.django_db
def test_a_channel_switched_on_again_counts_from_then(channel, time):
    settings.activate()
    settings.update_channel("us", {"active": "false"}, "test")
    off = settings.rules(channel.id).counts_from
    time.now += timedelta(days=3)

    settings.update_channel("us", {"active": "true"}, "test")

    assert (off, settings.rules(channel.id).counts_from) == (None, time())


@pytest.mark.django_db
def test_no_channel_counts_from_before_the_switch_on(channel, time):
    settings.activate()
    early = time() - timedelta(days=1)
    ChannelSettings.objects.create(channel_id=channel.id, counts_from=early)

    assert settings.rules(channel.id).counts_from == time()


@pytest.mark.django_db
def test_an_unknown_channel_is_refused():
    with pytest.raises(MlmError) as refused:
        settings.update_channel("mars", {"active": "true"}, "test")

    assert refused.value.code == "CHANNEL_UNKNOWN"
    assert ChannelSettings.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"hold": "-1"}, "OUT_OF_RANGE"),
        ({"hold": "366"}, "OUT_OF_RANGE"),
        ({"hold": "two"}, "OUT_OF_RANGE"),
        ({"cv": "101"}, "OUT_OF_RANGE"),
        ({"cv": "-1"}, "OUT_OF_RANGE"),
        ({"qv": "1.00001"}, "OUT_OF_RANGE"),
        ({"qv": "ten"}, "INVALID_DECIMAL"),
        ({"qv": "NaN"}, "INVALID_DECIMAL"),
        ({"qv": "Infinity"}, "INVALID_DECIMAL"),
    ],
)
def test_the_form_refuses_what_makes_no_sense(values, code):
    with pytest.raises(MlmError) as refused:
        settings.check_form(form(**values))

    assert refused.value.code == code


@pytest.mark.django_db
def test_the_settings_of_any_instant_are_known(channel, time):
    """Changes of the channel and of the form, undone back to the day somebody asks about."""
    settings.activate()
    began = time()
    for day, changes in ((1, {"holdDays": "7"}), (2, {"holdDays": None, "rollUp": "HOUSE"})):
        time.now = began + timedelta(days=day)
        settings.update_channel("us", changes, "staff:1")
    time.now = began + timedelta(days=3)
    settings.log_form({}, {declared_settings.HOLD_DAYS: "30"}, "plugin form")
    PluginConfiguration.objects.create(
        identifier="mlm.network", active=True, configuration=form(hold="30")
    )

    seen = [settings.rules(channel.id, began + timedelta(days=day)) for day in range(4)]

    assert [rules.hold_days for rules in seen] == [14, 7, 14, 30]
    assert [rules.policy.roll_up for rules in seen] == ["next_enroller"] * 2 + ["house"] * 2


@pytest.mark.django_db
def test_a_change_rules_from_its_own_instant_on(channel, time):
    settings.activate()
    settings.update_channel("us", {"ownPurchases": "NOT_COUNTED"}, "staff:1")
    before, then = time() - timedelta(microseconds=1), time()
    Activation.objects.update(counts_from=before)

    assert settings.rules(channel.id, before).policy.own_purchases == "own_volume"
    assert settings.rules(channel.id, then).policy.own_purchases == "not_counted"


@pytest.mark.django_db
def test_an_order_from_before_the_switch_on_is_judged_by_what_rules_now(channel, time):
    settings.activate()
    time.now += timedelta(days=1)
    settings.update_channel("us", {"cvPercent": "50"}, "staff:1")

    long_ago = settings.rules(channel.id, time() - timedelta(days=400))

    assert long_ago.cv_percent_ppm == 500_000


@pytest.mark.django_db
def test_who_changed_what_is_kept_and_cannot_be_changed(channel, time):
    settings.update_channel("us", {"holdDays": "7", "winningClick": "FIRST"}, "staff:1")
    settings.update_channel("us", {"holdDays": "7"}, "staff:2")
    settings.update_channel("us", {"holdDays": None}, "staff:3")

    log = settings.history("us").order_by("id")
    kept = list(log.values_list("name", "before", "after", "actor", "at"))
    assert kept == [
        ("holdDays", None, "7", "staff:1", time()),
        ("winningClick", None, "FIRST", "staff:1", time()),
        ("holdDays", "7", None, "staff:3", time()),
    ]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        log.update(actor="nobody")


@pytest.mark.django_db
def test_all_settings_of_a_call_are_taken_or_none(channel, time):
    with pytest.raises(MlmError) as refused:
        settings.update_channel(
            "us", {"holdDays": "7", "cvPercent": "half", "customerProtectionDays": "0"}, "test"
        )

    errors = [refused.value, *refused.value.more]
    assert [(error.field, error.code) for error in errors] == [
        ("cvPercent", "INVALID_DECIMAL"),
        ("customerProtectionDays", "OUT_OF_RANGE"),
    ]
    assert not settings.history("us").exists()
    assert settings.rules(channel.id).hold_days == 14


@pytest.mark.django_db
def test_a_saved_form_is_in_the_history_of_every_channel(channel, time):
    values = {"us": form(hold="7"), "de": form(hold="9")}.values()
    before: dict[str, str] = {}
    for items in values:
        after = {item["name"]: item["value"] for item in items}
        settings.log_form(before, after, "plugin form")
        before = after

    log = settings.history("us").order_by("id").values_list("name", "before", "after")
    assert list(log) == [("holdDays", None, "7"), ("holdDays", "7", "9")]


@pytest.mark.django_db
def test_the_command_shows_sets_and_tells_the_history(channel, time, capsys):
    call_command("mlm", "settings", "set", "--channel", "us", "rollUp=HOUSE", "holdDays=30")
    call_command("mlm", "settings", "set", "--channel", "us", "holdDays=")
    shown = capsys.readouterr().out.splitlines()
    call_command("mlm", "settings", "history", "--channel", "us")

    assert "rollUp                     own  HOUSE" in shown
    assert shown[-len(declared_settings.TABLE) + 3] == "holdDays                        14"
    assert capsys.readouterr().out.splitlines() == [
        "2026-11-21 00:00:00 UTC  rollUp - -> HOUSE  (this channel, by command)",
        "2026-11-21 00:00:00 UTC  holdDays - -> 30  (this channel, by command)",
        "2026-11-21 00:00:00 UTC  holdDays 30 -> -  (this channel, by command)",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("holdDays=366", "Give 0 to 365 whole days."),
        ("rollUp=UP", "Give NEXT_ENROLLER or HOUSE."),
        ("active=yes", "Give true or false."),
        ("colour=red", "There is no setting colour; there are active, cvPercent,"),
        ("holdDays", "Say what to set: name=value ..."),
    ],
)
def test_the_command_says_what_is_wrong(channel, time, change, message):
    with pytest.raises(CommandError) as refused:
        call_command("mlm", "settings", "set", "--channel", "us", change)

    assert str(refused.value).startswith(message)


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["shop.example", "javascript:alert(1)", "ftp://a.example"])
def test_a_storefront_address_is_a_web_address(channel, url):
    with pytest.raises(MlmError) as refused:
        settings.update_channel("us", {"storefrontUrl": url}, "test")

    assert refused.value.code == "INVALID_URL"


@pytest.mark.django_db
def test_the_doctor_says_what_is_missing_in_the_order_to_mend_it(channel, time):
    wanting = [finding.name for finding in doctor.examine() if not finding.fine]

    assert wanting[:5] == ["Switch", "Beat", "Worker", "Sweep", "Plan"]
    assert "Channel us" in wanting


@pytest.mark.django_db
def test_the_doctor_sees_a_worker_that_works_and_one_that_fails(time):
    with doctor.watched("outbox.drain"):
        pass
    fine = {finding.name: finding.fine for finding in doctor.examine()}
    with pytest.raises(ValueError, match="torn"), doctor.watched("outbox.drain"):
        raise ValueError("torn")
    failing = {finding.name: finding.message for finding in doctor.examine()}

    assert (fine["Worker"], fine["Beat"]) == (True, True)
    assert failing["Worker"] == "Reading orders fails: ValueError: torn"


@pytest.mark.django_db
def test_a_fault_at_the_start_is_kept_for_the_doctor_and_stops_nothing(monkeypatch):
    monkeypatch.setattr(host, "start_faults", [])

    def fail():
        raise RuntimeError("the schema was built already")

    host.attempt("joining the GraphQL schema", fail)

    found = {finding.name: finding.message for finding in doctor.examine()}
    assert found["Start"] == (
        "At the start joining the GraphQL schema failed: the schema was built already."
    )


def test_the_form_opens_before_the_tables_are_there(monkeypatch):
    def missing():
        raise ProgrammingError("relation does not exist")

    monkeypatch.setattr(doctor, "examine", missing)

    assert doctor.summary().startswith("The database cannot be read: run `manage.py migrate`.")

"""Switch-on, the form and a channel's own settings."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError
from saleor.channel.models import Channel
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.adapters import host
from saleor_mlm.models import ChannelSettings
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

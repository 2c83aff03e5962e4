"""CV and QV: the nearest target rules, from the moment it was set."""

from datetime import timedelta

import pytest

from saleor_mlm.adapters.catalogue import Place
from saleor_mlm.engine.sale_facts import PercentVolume, UnitVolume
from saleor_mlm.models import Volume
from saleor_mlm.services import volumes
from saleor_mlm.services.settings import ChannelRules

RULES = ChannelRules(counts_from=None, cv_percent_ppm=500_000, qv_percent_ppm=250_000)
PLACES = {11: Place(21, (31, 32))}


def fix(target, target_id, cv, since, channel_id=1):
    Volume.objects.create(
        target=target, target_id=target_id, channel_id=channel_id, cv_e4=cv, qv_e4=cv, since=since
    )


def of(variant_id, at, channel_id=1):
    return volumes.volumes_at(channel_id, PLACES, at, RULES)[variant_id]


@pytest.mark.django_db
def test_the_nearest_target_rules(time):
    now = time()
    assert of(11, now) == PercentVolume(500_000, 250_000)
    for target, target_id, cv in [
        ("category", 32, 1),
        ("category", 31, 2),
        ("product", 21, 3),
        ("variant", 11, 4),
    ]:
        fix(target, target_id, cv, now)
        assert of(11, now) == UnitVolume(cv, cv)


@pytest.mark.django_db
def test_an_order_keeps_the_volume_of_its_day(time):
    start = time()
    fix("variant", 11, 100, start)
    fix("variant", 11, 200, start + timedelta(hours=1))

    found = [of(11, start + timedelta(minutes=minutes)).cv_e4 for minutes in (0, 59, 60)]

    assert found == [100, 100, 200]


@pytest.mark.django_db
def test_a_volume_that_is_ended_gives_way_to_the_next(time):
    fix("product", 21, 3, time())
    fix("variant", 11, 4, time())
    fix("variant", 11, None, time())

    assert of(11, time()) == UnitVolume(3, 3)


@pytest.mark.django_db
def test_a_channel_has_its_own_volumes(time):
    fix("variant", 11, 4, time(), channel_id=2)

    assert of(11, time()) == PercentVolume(500_000, 250_000)
    assert of(11, time(), channel_id=2) == UnitVolume(4, 4)

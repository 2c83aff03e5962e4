"""When estimates are renewed: a large company's not one upon the other."""

from datetime import timedelta

import pytest

from saleor_mlm.models import Estimate
from saleor_mlm.services import estimates

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(company, in_force):
    carol = company.join("Carol")
    in_force()
    company.sell(carol, "24.70")
    estimates.renew()
    return carol


def orders():
    return Estimate.objects.values("order_id").distinct().count()


def test_a_small_company_is_estimated_at_once(company, carol):
    # given an estimate of a moment ago, when
    company.sell(carol, "33.30")
    estimates.renew()

    # then
    assert orders() == 2


def test_a_large_company_is_estimated_after_a_pause(company, carol, time, monkeypatch):
    # given: as many people as an hour's pause is for
    monkeypatch.setattr(estimates, "PAUSE_PER_PERSON", timedelta(hours=1))
    company.sell(carol, "33.30")

    # when, then
    estimates.renew()
    assert orders() == 1

    time.now += timedelta(minutes=59)
    estimates.renew()
    assert orders() == 1

    time.now += timedelta(minutes=2)
    estimates.renew()
    assert orders() == 2

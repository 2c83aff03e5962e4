"""What the database does of its own with rows of people: of many at once as of one by one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from saleor_mlm.models import AccountClassChange, Distributor, ReferralCode, StatusChange

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


def person(code: str, **more: object) -> Distributor:
    return Distributor(code=code, display_name=code, joined_at=START, **more)


def statuses(person: Distributor, *words: str) -> list[StatusChange]:
    return [
        StatusChange(
            distributor=person,
            status=word,
            effective_at=START + timedelta(days=day),
            recorded_at=START,
            reason=word,
        )
        for day, word in enumerate(words)
    ]


def test_classes_follow_from_many_statuses_in_one_statement_as_from_one_after_another():
    ann, bob, cat = Distributor.objects.bulk_create(
        [person("ANN"), person("BOB", house=True), person("CAT")]
    )

    StatusChange.objects.bulk_create(
        [
            *statuses(ann, "active", "suspended", "ended", "active"),
            *statuses(bob, "active", "ended"),
            *statuses(cat, "applied", "active"),
        ]
    )

    rows = AccountClassChange.objects.order_by("distributor_id", "id")
    assert [(row.distributor_id, row.account_class, row.effective_at.day) for row in rows] == [
        (ann.id, "distributor", 1),
        (ann.id, "retail", 3),
        (ann.id, "distributor", 4),
        (bob.id, "house", 1),
        (bob.id, "retail", 2),
        (cat.id, "distributor", 2),
    ]


def test_names_of_many_are_kept_and_another_s_is_refused():
    ann, _ = Distributor.objects.bulk_create(
        [person("ANN", handle="annie"), person("BOB", handle="bob")]
    )

    with pytest.raises(IntegrityError, match="the code ANNIE is another's"), transaction.atomic():
        Distributor.objects.bulk_create([person("CAT"), person("ANNIE")])
    with pytest.raises(IntegrityError, match="the handle ann is another's"), transaction.atomic():
        Distributor.objects.bulk_create([person("CAT", handle="ann")])

    names = ReferralCode.objects.order_by("id").values_list("code", flat=True)
    assert list(names) == ["ANN", "annie", "BOB"]
    assert set(ReferralCode.objects.filter(distributor=ann).values_list("code", flat=True)) == {
        "ANN",
        "annie",
    }

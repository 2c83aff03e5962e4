"""Joining: one distributor for a customer, one person for a code, whoever comes at once."""

import pytest
from django.db import IntegrityError, transaction
from saleor.account.models import User

from saleor_mlm.models import Distributor, ReferralCode, StatusChange
from saleor_mlm.services import codes, enrolment, genealogy
from saleor_mlm.services.errors import MlmError


@pytest.fixture
def customer():
    def make(email):
        return User.objects.create(email=email, is_active=True).pk

    return make


def enroll(user_id, name="Ann", code=None, enroller=None):
    return enrolment.enroll(
        user_id=user_id, enroller_code=enroller, display_name=name, code=code, actor="test"
    )


@pytest.mark.django_db
def test_a_customer_joins_below_the_enroller(customer, time):
    top = enroll(customer("top@example.com"), "Top", "top")

    joined = enroll(customer("ann@example.com"), enroller="Top ")

    assert (joined.enroller, joined.status, joined.joined_at) == (top, "active", time())
    assert set(joined.code) <= set(codes.ALPHABET)
    assert len(joined.code) == codes.CODE_LENGTH
    assert genealogy.status_at(joined, time()) == "active"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"user_id": 999_999}, "USER_UNKNOWN", "user"),
        ({"user_id": None}, "USER_UNKNOWN", "user"),
        ({"enroller": "nobody"}, "CODE_UNKNOWN", "enrollerCode"),
        ({"code": "TOP"}, "CODE_TAKEN", "code"),
        ({"code": "tOp"}, "CODE_TAKEN", "code"),
        ({"code": "ab"}, "CODE_INVALID", "code"),
        ({"code": "a b c"}, "CODE_INVALID", "code"),
        ({"code": "ÄÖÜ"}, "CODE_INVALID", "code"),
        ({"code": "x" * 33}, "CODE_INVALID", "code"),
        ({"code": "Support"}, "CODE_RESERVED", "code"),
        ({"name": "  "}, "REQUIRED", "displayName"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(customer, time, changes, code, field):
    enroll(customer("top@example.com"), "Top", "TOP")
    arguments = {"user_id": customer("ann@example.com")} | changes

    with pytest.raises(MlmError) as refused:
        enroll(**arguments)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert (Distributor.objects.count(), StatusChange.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_customer_is_enrolled_once(customer, time):
    user_id = customer("ann@example.com")
    enroll(user_id)

    with pytest.raises(MlmError) as refused:
        enroll(user_id)

    assert refused.value.code == "ALREADY_ENROLLED"


@pytest.mark.django_db
def test_nobody_joins_below_a_distributor_who_has_ended(customer, time):
    enroll(customer("top@example.com"), "Top", "TOP")
    enrolment.end("TOP", "left", "test")

    with pytest.raises(MlmError) as refused:
        enroll(customer("ann@example.com"), enroller="TOP")

    assert refused.value.code == "CODE_ENDED"


@pytest.mark.django_db
def test_an_end_keeps_its_reason_and_can_be_taken_back(customer, time):
    person = enroll(customer("top@example.com"), "Top", "TOP")

    enrolment.end("top", "left", "staff:1")
    with pytest.raises(MlmError) as twice:
        enrolment.end("top", "again", "staff:1")
    with pytest.raises(MlmError) as silent:
        enrolment.reinstate("top", " ", "staff:1")
    enrolment.reinstate("top", "came back", "staff:2")

    assert (twice.value.code, silent.value.code) == ("STATUS_UNCHANGED", "REQUIRED")
    log = StatusChange.objects.filter(distributor=person).order_by("id")
    assert list(log.values_list("status", "reason", "actor")) == [
        ("active", "enrolled", "test"),
        ("ended", "left", "staff:1"),
        ("active", "came back", "staff:2"),
    ]


def test_the_same_customer_at_once_joins_once(committed_db, customer, time, together):
    user_id = customer("ann@example.com")

    results = together(*[lambda: enroll(user_id)] * 4)

    codes = sorted(
        getattr(result, "code", "") for result in results if isinstance(result, MlmError)
    )
    assert codes == ["ALREADY_ENROLLED"] * 3
    assert (Distributor.objects.count(), StatusChange.objects.count()) == (1, 1)


def test_the_same_code_at_once_goes_to_one(committed_db, customer, time, together):
    ids = [customer(f"{name}@example.com") for name in ("ann", "ben", "cid")]

    results = together(*[lambda user_id=user_id: enroll(user_id, code="sun") for user_id in ids])

    codes = sorted(result.code for result in results)
    assert codes == ["CODE_TAKEN", "CODE_TAKEN", "SUN"]
    assert Distributor.objects.count() == 1


@pytest.mark.django_db
def test_a_former_code_leads_to_the_same_distributor_for_ever(customer, time):
    ann = enroll(customer("ann@example.com"), "Ann", "SUN")

    codes.change_code(ann, "moon")
    codes.change_code(ann, "star")

    names = ("sun", "MOON", "Star")
    assert [genealogy.by_code(code) for code in names] == [ann] * 3
    assert genealogy.by_code("sun").code == "STAR"
    with pytest.raises(MlmError) as refused:
        enroll(customer("ben@example.com"), "Ben", "Moon")
    assert refused.value.code == "CODE_TAKEN"


@pytest.mark.django_db
def test_one_may_return_to_a_former_code_also_after_the_tenth(customer, time):
    ann = enroll(customer("ann@example.com"), "Ann", "SUN-1")
    for number in range(2, 11):
        ann = codes.change_code(ann, f"SUN-{number}")

    with pytest.raises(MlmError) as refused:
        codes.change_code(ann, "SUN-11")

    assert refused.value.code == "CODES_USED_UP"
    assert codes.change_code(ann, "sun-1").code == "SUN-1"


@pytest.mark.django_db
def test_the_database_keeps_codes_whoever_writes_them(customer, time):
    """As a pod of the version before would, which knows nothing of former codes."""
    ann = enroll(customer("ann@example.com"), "Ann", "SUN")
    codes.change_code(ann, "moon")

    with pytest.raises(IntegrityError), transaction.atomic():
        Distributor.objects.create(code="sun", display_name="Ben", joined_at=time())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        ReferralCode.objects.filter(code="SUN").delete()


def test_a_code_given_up_and_one_wanted_at_once_go_to_one(committed_db, customer, time, together):
    ann = enroll(customer("ann@example.com"), "Ann", "SUN")
    ben = customer("ben@example.com")

    results = together(
        lambda: codes.change_code(ann, "moon"),
        lambda: enroll(ben, "Ben", "moon"),
        lambda: codes.change_code(ann, "star"),
    )

    holders = ReferralCode.objects.filter(code="MOON").values_list("distributor", flat=True)
    assert len(holders) == 1
    refused = [result for result in results if isinstance(result, Exception)]
    assert [getattr(fault, "code", fault) for fault in refused] == ["CODE_TAKEN"]

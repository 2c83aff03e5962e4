"""Who enrols people that name nobody, and how an enroller is found."""

import pytest
from saleor.account.models import User

from saleor_mlm.models import Distributor, SponsorTurn, StatusChange
from saleor_mlm.services import enrolment, settings, sponsors
from saleor_mlm.services.applications import Details
from saleor_mlm.services.errors import MlmError


@pytest.fixture
def shop(channel, in_force, time):
    in_force()


def member(name, country="", house=False, status="active", **turn):
    person = Distributor.objects.create(
        code=name.upper(),
        display_name=name,
        joined_at="2026-11-01T00:00Z",
        country=country,
        house=house,
        status=status,
    )
    if turn:
        sponsors.take_turns(person, **turn)
    return person


def joins(number, country=""):
    user = User.objects.create(email=f"new{number}@example.com", is_active=True)
    details = Details(by_staff=False, channel="us", country=country)
    return enrolment.enroll(
        user_id=user.pk, enroller_code=None, display_name="New", actor="t", details=details
    )


def rule(name):
    settings.update_channel("us", {"sponsorRule": name}, "test")


@pytest.mark.django_db
def test_by_default_an_enroller_has_to_be_named(shop):
    member("House", house=True)

    with pytest.raises(MlmError) as refused:
        joins(1)

    assert (refused.value.code, refused.value.field) == ("REQUIRED", "enrollerCode")


@pytest.mark.django_db
def test_the_house_of_the_country_takes_people_else_the_eldest(shop):
    rule("HOUSE")
    eldest, german = member("World", house=True), member("Haus", "DE", house=True)

    assert [joins(1, "DE").enroller, joins(2, "FR").enroller, joins(3).enroller] == [
        german,
        eldest,
        eldest,
    ]


@pytest.mark.django_db
def test_those_who_wish_take_turns_and_the_log_says_so(shop):
    rule("OPTED_IN")
    ann, ben = member("Ann", opted_in=True), member("Ben", opted_in=True)
    member("Cid", listed=True)
    member("Dan", status="ended", opted_in=True)

    made = [joins(number) for number in range(5)]

    assert [person.enroller for person in made] == [ann, ben, ann, ben, ann]
    reasons = StatusChange.objects.order_by("id").values_list("reason", flat=True)
    assert list(reasons)[:2] == [
        "enrolled; enroller by the rule OPTED_IN, turn 1",
        "enrolled; enroller by the rule OPTED_IN, turn 2",
    ]


@pytest.mark.django_db
def test_the_nearest_is_in_the_country_else_the_house(shop):
    rule("NEAREST")
    house = member("House", house=True)
    ann, ben = member("Ann", "DE", opted_in=True), member("Ben", "DE", listed=True)
    member("Cid", "DE")

    made = [joins(1, "DE"), joins(2, "DE"), joins(3, "DE"), joins(4, "FR"), joins(5)]

    assert [person.enroller for person in made] == [ann, ben, ann, house, house]


@pytest.mark.django_db
def test_where_nobody_takes_people_they_are_told_before_anything_is_written(shop):
    rule("LISTED")
    member("Ann", opted_in=True)

    with pytest.raises(MlmError) as refused:
        joins(1)

    assert (refused.value.code, refused.value.field) == ("NO_SPONSOR", "enrollerCode")
    assert Distributor.objects.count() == 1


def test_at_once_everybody_gets_one_turn(committed_db, shop, together):
    rule("LISTED")
    people = [member(name, listed=True) for name in ("Ann", "Ben", "Cid")]

    made = together(*[lambda number=number: joins(number) for number in range(12)])

    assert sorted(person.enroller_id for person in made) == sorted(
        person.id for person in people for _ in range(4)
    )
    assert sorted(SponsorTurn.objects.values_list("last_turn", flat=True)) == [10, 11, 12]


@pytest.mark.django_db
def test_a_search_finds_by_code_or_the_beginning_of_a_name(shop):
    ann = member("Ann Moon")
    Distributor.objects.filter(id=ann.id).update(handle="moonshop")
    anna, over = member("Anna Sun"), member("Annika", status="ended")

    def found(text, first=10):
        return sponsors.search(text, first)

    assert found("ann") == [ann, anna]
    assert found("ann", 1) == [ann]
    assert found("MOONSHOP") == [ann]
    assert found("anna sun") == [anna]
    assert [found(text) for text in ("an", "moon", "nn%", over.code, "")] == [[]] * 5

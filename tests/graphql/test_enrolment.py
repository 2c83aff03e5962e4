"""Enrolling over GraphQL: by a visitor, a customer, an invited person, and staff."""

from datetime import timedelta
from uuid import uuid4

import pytest
from saleor.account.models import User
from saleor.channel.models import Channel
from saleor.site.models import SiteSettings

from saleor_mlm.adapters import clock
from saleor_mlm.graphql import enrolment as door
from saleor_mlm.graphql import sponsors as sponsor_search
from saleor_mlm.models import AgreementAcceptance, Distributor, Invitation, StatusChange
from saleor_mlm.services import agreements, invitations, settings
from saleor_mlm.services.errors import MlmError

pytestmark = pytest.mark.django_db

ENROLL = """mutation ($input: MlmDistributorEnrollInput!) { mlmDistributorEnroll(input: $input) {
  distributor { code displayName handle kind: house } requiresConfirmation starterKit
  errors { field code message } } }"""
INVITE = """mutation ($email: String!) {
  mlmEnrolmentInvite(channel: "us", email: $email, displayName: "Eve") {
    invitation { id email state enroller { code } channel } errors { field code } } }"""
VISITOR = {
    "displayName": "Eve",
    "enrollerCode": "ALICE",
    "email": "eve@example.com",
    "password": "password1",
}


@pytest.fixture(autouse=True)
def _a_door_for_everyone(company, settings, monkeypatch):
    """Counts of one test are no other's."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def shop(company):
    """A shop that does not confirm addresses."""
    row = SiteSettings.objects.get()
    row.enable_account_confirmation_by_email = False
    row.save()
    return row


@pytest.fixture
def enrol(ask):
    def call(who, **wishes):
        answer = ask(who, ENROLL, input=wishes)
        assert "errors" not in answer, answer
        return answer["data"]["mlmDistributorEnroll"]

    return call


def refusals(payload):
    assert payload["distributor"] is None
    return [(error["code"], error["field"]) for error in payload["errors"]]


def test_a_visitor_gets_an_account_of_the_shop_and_is_enrolled(enrol, company):
    found = enrol("visitor", **VISITOR, firstName="Eve", lastName="Moon", channel="us")

    assert found["errors"] == []
    assert found["requiresConfirmation"] is False
    user = User.objects.get(email="eve@example.com")
    assert (user.first_name, user.last_name, user.check_password("password1")) == (
        "Eve",
        "Moon",
        True,
    )
    made = Distributor.objects.get(user_id=user.pk)
    assert (made.enroller, made.code) == (company["Alice"], found["distributor"]["code"])
    assert StatusChange.objects.get(distributor=made).actor == f"user:{user.pk}"


def test_a_visitor_never_gets_the_account_of_somebody_else(enrol):
    User.objects.create_user("eve@example.com", "password1")
    before = Distributor.objects.count()

    found = enrol("visitor", **{**VISITOR, "email": "EVE@example.com"})

    assert refusals(found) == [("LOGIN_REQUIRED", "email")]
    assert Distributor.objects.count() == before


def test_where_addresses_are_confirmed_nobody_learns_who_has_an_account(enrol, shop, mailoutbox):
    shop.enable_account_confirmation_by_email = True
    shop.save()
    User.objects.create_user("bob@example.org", "password1")
    wanted = {**VISITOR, "redirectUrl": "http://127.0.0.1:3000/us/confirm", "channel": "us"}

    new = enrol("visitor", **wanted)
    known = enrol("visitor", **{**wanted, "email": "bob@example.org"})

    assert (
        new
        == known
        == {
            "distributor": None,
            "requiresConfirmation": True,
            "starterKit": None,
            "errors": [],
        }
    )
    assert Distributor.objects.filter(display_name="Eve").count() == 1
    assert [mail.to for mail in mailoutbox] == [["eve@example.com"]]


def test_what_would_tell_of_an_account_is_chosen_after_the_confirmation(enrol, shop):
    shop.enable_account_confirmation_by_email = True
    shop.save()

    found = enrol("visitor", **VISITOR, code="EVE")

    assert refusals(found) == [("CONFIRM_FIRST", "code")]
    assert not User.objects.filter(email="eve@example.com").exists()


def test_the_shops_own_rules_of_accounts_hold_and_nothing_is_written(enrol):
    found = enrol("visitor", **{**VISITOR, "password": "short"})

    assert refusals(found) == [("ACCOUNT_REFUSED", "password")]
    assert not User.objects.filter(email="eve@example.com").exists()


def test_a_bad_enrolment_opens_no_account(enrol):
    found = enrol("visitor", **{**VISITOR, "enrollerCode": "NOBODY-1"}, country="XX", code="ab")

    assert refusals(found) == [
        ("CODE_UNKNOWN", "enrollerCode"),
        ("CODE_INVALID", "code"),
        ("COUNTRY_UNKNOWN", "country"),
    ]
    assert not User.objects.filter(email="eve@example.com").exists()


def test_an_address_opens_so_many_accounts_an_hour(enrol, monkeypatch):
    monkeypatch.setattr(door, "ACCOUNTS_MAX", 2)

    answers = [enrol("visitor", **{**VISITOR, "email": f"p{n}@example.com"}) for n in range(3)]

    assert [answer["errors"] for answer in answers[:2]] == [[], []]
    assert refusals(answers[2]) == [("TOO_MANY", "email")]


def test_sponsors_are_found_by_everybody_and_not_without_end(ask, monkeypatch):
    query = '{ mlmSponsors(text: "ali", channel: "us") { code displayName country } }'
    monkeypatch.setattr(sponsor_search, "SEARCHES_MAX", 2)

    answers = [ask("visitor", query) for _ in range(3)]

    found = [{"code": "ALICE", "displayName": "Alice", "country": None}]
    assert [answer["data"]["mlmSponsors"] for answer in answers[:2]] == [found, found]
    assert answers[2]["errors"][0]["message"].startswith("Too many searches")


@pytest.mark.parametrize(
    ("who", "wish", "denied"),
    [
        ("Bob", "optedIn: true", False),
        ("Bob", "listed: true", True),
        ("Alice", 'code: "BOB", optedIn: true', True),
        ("app:account.manage_users", 'code: "BOB", listed: true', False),
    ],
)
def test_who_takes_turns_is_the_persons_wish_or_staffs_list(ask, who, wish, denied):
    call = f"mutation {{ mlmSponsorTurnsSet({wish}) {{ turns {{ optedIn listed }} }} }}"

    answer = ask(who, call)

    assert ("errors" in answer) is denied


def test_a_customer_enrols_below_an_enroller_and_alone_not(enrol, company):
    alone = enrol("customer", displayName="Cus")
    below = enrol("customer", displayName="Cus", enrollerCode="alice", handle="Moon-Shop")

    assert refusals(alone) == [("REQUIRED", "enrollerCode")]
    assert below["distributor"]["handle"] == "moon-shop"
    assert Distributor.objects.get(handle="moon-shop").enroller == company["Alice"]


def test_a_visitor_who_says_nothing_is_sent_to_the_login(ask):
    answer = ask("visitor", ENROLL, input={"displayName": "X", "enrollerCode": "ALICE"})

    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_the_rules_of_the_channel_hold_for_who_enrols_oneself(enrol, company):
    settings.update_channel("us", {"enrolmentAgeMin": "18", "enrolmentCountries": "DE,US"}, "test")
    agreements.publish("us", "2026-1", "You sell honestly.", None, "test")
    young = f"{clock.now().year - 17}-01-01"
    wishes = {"displayName": "Cus", "enrollerCode": "ALICE"}

    nothing = enrol("customer", **wishes)
    wrong = enrol("customer", **wishes, country="FR", birthDate=young, agreementVersion="2025-9")
    good = enrol(
        "customer", **wishes, country="de", birthDate="1990-02-28", agreementVersion="2026-1"
    )

    assert refusals(nothing) == [
        ("REQUIRED", "country"),
        ("REQUIRED", "birthDate"),
        ("AGREEMENT_REQUIRED", "agreementVersion"),
    ]
    assert refusals(wrong) == [
        ("COUNTRY_REFUSED", "country"),
        ("TOO_YOUNG", "birthDate"),
        ("AGREEMENT_OUTDATED", "agreementVersion"),
    ]
    assert good["errors"] == []
    kept = AgreementAcceptance.objects.select_related("agreement").get()
    assert (kept.agreement.version, kept.address) == ("2026-1", "127.0.0.1")
    assert kept.distributor.country == "DE"


def test_everybody_reads_what_a_channel_asks_of_those_who_enrol(ask, company):
    rules = """{ mlmEnrolmentRules(channel: "us") {
      ageMin countries sponsorRule coolingOffDays starterKit } }"""
    usual = ask("visitor", rules)["data"]["mlmEnrolmentRules"]
    wishes = {"enrolmentAgeMin": "18", "enrolmentCountries": "US,DE", "sponsorRule": "NEAREST"}
    settings.update_channel("us", wishes, "test")

    set_ = ask("visitor", rules)["data"]["mlmEnrolmentRules"]
    elsewhere = ask("visitor", rules.replace('"us"', '"moon"'))["data"]["mlmEnrolmentRules"]

    nothing = {"ageMin": 0, "countries": [], "sponsorRule": "REFUSE", "starterKit": None}
    assert usual == nothing | {"coolingOffDays": 14}
    asked = {"ageMin": 18, "countries": ["DE", "US"], "sponsorRule": "NEAREST"}
    assert set_ == usual | asked
    assert elsewhere is None


def test_a_header_is_no_proof_of_an_address(ask, company, settings):
    """Anybody may send one; only what the operator names is believed."""
    from django.test import RequestFactory

    from saleor_mlm.adapters import requests

    headers = {"X-Forwarded-For": "9.9.9.9, 8.8.8.8"}
    request = RequestFactory(headers=headers, REMOTE_ADDR="10.0.0.1").get("/")

    assert requests.address(request) == "10.0.0.1"
    settings.REAL_IP_ENVIRON = ["HTTP_X_FORWARDED_FOR"]
    assert requests.address(request) == "8.8.8.8"


def test_with_several_channels_who_enrols_oneself_names_one(enrol):
    Channel.objects.create(
        name="JP", slug="jp", currency_code="JPY", default_country="JP", is_active=True
    )

    found = enrol("customer", displayName="Cus", enrollerCode="ALICE")

    assert refusals(found) == [("REQUIRED", "channel")]


def invited(ask, who="Alice", email="eve@example.com"):
    answer = ask(who, INVITE, email=email)["data"]["mlmEnrolmentInvite"]
    assert answer["errors"] == []
    row = Invitation.objects.order_by("-id").first()
    return answer["invitation"], invitations.token_of(row)


def test_an_invited_visitor_enrols_with_the_token_of_the_mail(ask, enrol, company):
    invitation, token = invited(ask)

    found = enrol("visitor", displayName="Eve", password="password1", invitationToken=token)

    assert invitation["enroller"] == {"code": "ALICE"}
    assert (invitation["channel"], invitation["state"]) == ("us", "OPEN")
    assert found["errors"] == []
    made = Distributor.objects.get(code=found["distributor"]["code"])
    assert made.enroller == company["Alice"]
    assert User.objects.get(pk=made.user_id).email == "eve@example.com"
    assert Invitation.objects.get().distributor == made


def test_an_invited_customer_logs_in_and_nobody_else_uses_the_token(ask, enrol, company):
    User.objects.create_user("customer@example.com", "password1")
    _, token = invited(ask, email="Customer@example.com")
    wishes = {"displayName": "Cus", "invitationToken": token}

    visitor = enrol("visitor", **wishes, password="password1")
    other = enrol("somebody", **wishes)
    person = enrol("customer", **wishes)
    again = enrol("customer", **wishes)

    assert refusals(visitor) == [("LOGIN_REQUIRED", "email")]
    assert refusals(other) == [("INVITATION_OF_ANOTHER", "invitationToken")]
    assert person["errors"] == []
    assert refusals(again) == [("ALREADY_ENROLLED", "user")]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda row: invitations.withdraw(row.enroller, row.id), "INVITATION_WITHDRAWN"),
        (
            lambda row: Invitation.objects.update(expires_at=row.invited_at),
            "INVITATION_EXPIRED",
        ),
        (lambda row: Invitation.objects.update(token_digest="x"), "INVITATION_UNKNOWN"),
        (lambda row: invitations.accept(row, row.enroller), "INVITATION_USED"),
    ],
)
def test_an_invitation_that_is_over_enrols_nobody(ask, enrol, spoil, code):
    _, token = invited(ask)
    spoil(Invitation.objects.get())

    found = enrol("visitor", displayName="Eve", password="password1", invitationToken=token)

    assert refusals(found) == [(code, "invitationToken")]
    assert not User.objects.filter(email="eve@example.com").exists()


def test_only_the_mail_knows_the_token(ask):
    _, token = invited(ask)

    row = Invitation.objects.get()
    assert token not in {str(getattr(row, field.name)) for field in row._meta.fields}
    assert invitations.by_token(token) == row


def test_an_invitation_shows_the_invited_who_invites(ask):
    _, token = invited(ask)
    query = """query ($token: String!) { mlmInvitation(token: $token) {
      email displayName state enroller { code displayName active } } }"""

    assert ask("visitor", query, token=token)["data"]["mlmInvitation"] == {
        "email": "eve@example.com",
        "displayName": "Eve",
        "state": "OPEN",
        "enroller": {"code": "ALICE", "displayName": "Alice", "active": True},
    }
    assert ask("visitor", query, token="guess")["data"]["mlmInvitation"] is None


def test_one_sees_and_withdraws_own_invitations_only(ask):
    invitation, _ = invited(ask)
    own = "{ mlmMe { invitations(first: 5) { edges { node { email state } } } } }"
    withdraw = "mutation ($id: ID!) { mlmInvitationWithdraw(id: $id) { errors { code } } }"

    foreign = ask("Bob", withdraw, id=invitation["id"])["data"]["mlmInvitationWithdraw"]
    listed = [ask(who, own)["data"]["mlmMe"]["invitations"]["edges"] for who in ("Alice", "Bob")]
    done = ask("Alice", withdraw, id=invitation["id"])["data"]["mlmInvitationWithdraw"]

    assert foreign["errors"] == [{"code": "INVITATION_UNKNOWN"}]
    assert listed == [[{"node": {"email": "eve@example.com", "state": "OPEN"}}], []]
    assert done["errors"] == []
    assert Invitation.objects.get().state == "withdrawn"


def test_an_invitation_again_makes_the_first_one_useless(ask, enrol):
    _, first = invited(ask)
    _, second = invited(ask)

    old = enrol("visitor", displayName="Eve", password="password1", invitationToken=first)
    new = enrol("visitor", displayName="Eve", password="password1", invitationToken=second)

    assert refusals(old) == [("INVITATION_WITHDRAWN", "invitationToken")]
    assert new["errors"] == []


def test_one_invites_few_people_a_day(ask):
    row_of = Invitation.objects.create
    now = clock.now()
    alice = Distributor.objects.get(code="ALICE")
    for number in range(100):
        row_of(
            enroller=alice,
            channel_id=1,
            email=f"p{number}@example.com",
            seed=uuid4(),
            token_digest=str(number),
            invited_at=now - timedelta(hours=23),
            expires_at=now,
        )

    answer = ask("Alice", INVITE, email="eve@example.com")["data"]["mlmEnrolmentInvite"]

    assert answer["errors"] == [{"field": "email", "code": "TOO_MANY"}]


def test_an_invitation_is_used_up_once_though_two_read_it_open(ask, company):
    invited(ask)
    first, second = Invitation.objects.get(), Invitation.objects.get()
    invitations.accept(first, company["Carol"])

    with pytest.raises(MlmError) as refused:
        invitations.accept(second, company["Dora"])

    assert refused.value.code == "INVITATION_USED"
    assert Invitation.objects.get().distributor == company["Carol"]

"""Mails to distributors through a real SMTP server: gathered, once at most, in their language."""

import json
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.contrib.sites.models import Site
from saleor.account.models import User
from saleor.plugins.models import PluginConfiguration

from saleor_mlm.adapters import mail as post
from saleor_mlm.adapters.switch import PLUGIN_ID
from saleor_mlm.models import Attribution, Notice, SaleLine
from saleor_mlm.services import (
    agreements,
    deliveries,
    doctor,
    enrolment,
    events,
    invitations,
    letters,
    notices,
    renewals,
    runs,
)
from saleor_mlm.services import settings as channel_settings

from .conftest import NOVEMBER

HOUR = timedelta(hours=1)


class MailServer:
    """Takes mails, or refuses the next one with `refusal`; calls `during` while it takes one."""

    def __init__(self):
        self.mails = []
        self.refusal = ""
        self.during = lambda: None

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.during()
        if self.refusal:
            return self.refusal
        found = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, found))
        return "250 taken"

    def subjects(self):
        return [mail["subject"].strip() for _, mail in self.mails]

    def text(self):
        return self.mails[-1][1].get_body(("plain",)).get_content().replace("\r\n", "\n")

    def html(self):
        return self.mails[-1][1].get_body(("html",)).get_content()


class AnyPort(Controller):
    """Listens on a free port; its own first call has to go to that one."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def server(settings):
    handler = MailServer()
    control = AnyPort(handler, hostname="127.0.0.1", port=0)
    control.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = control.port
    yield handler
    control.stop()


@pytest.fixture
def store(db, time, server):
    """A store that tells everything by mail."""
    Site.objects.update_or_create(id=1, defaults={"name": "Tea House", "domain": "tea.example"})
    Site.objects.clear_cache()
    switch(sale=True, new_member=True, pay_due=True)


def switch(**on):
    form = [{"name": notices.FORM[kind], "value": value} for kind, value in on.items()]
    PluginConfiguration.objects.update_or_create(
        identifier=PLUGIN_ID, defaults={"active": True, "configuration": form}
    )


@pytest.fixture
def carol(store, company):
    return with_login(company.join("Carol"))


def with_login(distributor, language="en"):
    email = f"{distributor.display_name.lower()}@example.com"
    user = User.objects.create(email=email, is_active=True, language_code=language)
    distributor.user_id = user.pk
    distributor.save()
    return distributor


def speak(distributor, language):
    User.objects.filter(pk=distributor.user_id).update(language_code=language)


def sell(company, seller, cv="12.35", number="1001"):
    line_id = company.sell(seller, cv, sent=False)
    rows = list(SaleLine.objects.filter(order_line_id=line_id))
    decision = Attribution.objects.get(order_id=rows[0].order_id)
    events.note_sale(decision, rows)
    events.dispatch(notices.make)
    return rows[0]


def state():
    return list(Notice.objects.order_by("id").values_list("state", flat=True))


def test_sales_of_an_hour_come_in_one_mail(carol, company, server, time):
    # given
    sell(company, carol, "12.35")
    time.now += timedelta(minutes=50)
    sell(company, carol, "1234.5")
    assert notices.send_due() == 0

    # when
    time.now += timedelta(minutes=10)
    assert notices.send_due() == 1

    # then
    assert server.mails[0][0] == ["carol@example.com"]
    assert server.subjects() == ["Tea House: You made 2 sales"]
    assert server.text() == (
        "Hello Carol,\n"
        "\n"
        "2 orders have been credited to you:\n"
        "\n"
        "- Order 1001, Nov 21, 2026: 12.35 QV\n"
        "- Order 1001, Nov 21, 2026: 1,234.50 QV\n"
        "\n"
        "What you earn from it stands in your account as an estimate until the period is"
        " committed.\n"
        "\n"
        "--\n"
        "You get this mail as a distributor of Tea House. You can switch these mails off in your"
        " account.\n"
    )
    assert notices.send_due() == 0
    assert state() == ["sent", "sent"]


@pytest.mark.parametrize(
    ("language", "subject", "row", "lang"),
    [
        ("en", "You made a sale", "- Order 1001, Nov 21, 2026: 1,234.50 QV", "en"),
        ("en-gb", "You made a sale", "- Order 1001, 21 Nov 2026: 1,234.50 QV", "en-GB"),
        ("de", "Sie haben etwas verkauft", "- Bestellung 1001, 21.11.2026: 1.234,50 QV", "de"),
        (
            "de-at",
            "Sie haben etwas verkauft",
            "- Bestellung 1001, 21.11.2026: 1.234,50 QV",
            "de-AT",
        ),
        ("ja", "1 件の販売がありました", "- 注文 1001, 2026/11/21: 1,234.50 QV", "ja"),
        ("fr", "You made a sale", "- Order 1001, Nov 21, 2026: 1,234.50 QV", "en"),
        ("xx", "You made a sale", "- Order 1001, Nov 21, 2026: 1,234.50 QV", "en"),
    ],
)
def test_a_mail_is_in_the_language_of_the_person(
    carol, company, server, time, language, subject, row, lang
):
    speak(carol, language)
    sell(company, carol, "1234.5")
    time.now += HOUR
    notices.send_due()

    assert server.subjects() == [f"Tea House: {subject}"]
    assert row in server.text().replace("\xa0", " ").split("\n")
    assert f'<html lang="{lang}" dir="ltr">' in server.html()


def test_pay_is_told_in_each_currency_as_the_language_writes_it(
    carol, company, in_force, server, time
):
    in_force()
    speak(carol, "de")
    company.sell(carol, "12345.60")
    company.sell(carol, "1235", currency="JPY")
    time.now = NOVEMBER + timedelta(days=30)
    runs.commit("2026-11", "test")
    events.dispatch(notices.make)

    notices.send_due()

    assert server.subjects() == ["Tea House: Ihre Provision"]
    rows = [line for line in server.text().replace("\xa0", " ").split("\n") if line[:1] == "-"]
    assert rows[:2] == [
        "- Provision, 1.–30. Nov. 2026: 124 ¥",
        "- Provision, 1.–30. Nov. 2026: 1.234,56 $",
    ]


def test_an_enroller_hears_of_a_new_member(carol, server, time):
    user = User.objects.create(email="dan@example.com", is_active=True)
    enrolment.enroll(
        user_id=user.pk, enroller_code="CAROL", display_name="<b>Dan</b>", actor="test"
    )
    events.dispatch(notices.make)
    time.now += HOUR
    notices.send_due()

    assert server.subjects() == ["Tea House: A new member in your team"]
    assert "- <b>Dan</b>, Nov 21, 2026\n" in server.text()
    assert "&lt;b&gt;Dan&lt;/b&gt;" in server.html()


def test_of_many_sales_the_first_twenty_are_listed(carol, company, server, time):
    for _ in range(22):
        sell(company, carol)
    time.now += HOUR
    notices.send_due()

    assert server.subjects() == ["Tea House: You made 22 sales"]
    assert server.text().count("- Order") == 20
    assert "  and 2 more\n" in server.text()


def test_what_nobody_wants_is_not_sent(carol, company, server, time):
    # given: the person does not want it; then the store does not
    notices.choose(carol, "sale", False)
    sell(company, carol)
    time.now += HOUR
    notices.send_due()
    notices.choose(carol, "sale", True)
    switch(sale=False)
    sell(company, carol)
    # and what is switched off while it waits
    switch(sale=True)
    sell(company, carol)
    switch(sale=False)
    time.now += HOUR
    notices.send_due()

    assert server.mails == []
    assert state() == ["not_wanted", "not_wanted"]


def test_who_has_no_login_or_a_closed_one_gets_no_mail(carol, company, server, time):
    User.objects.update(is_active=False)
    sell(company, carol)
    sell(company, company.join("Paula"))
    time.now += HOUR

    assert notices.send_due() == 0
    assert state() == ["not_wanted", "not_wanted"]


def test_ones_own_purchase_and_a_sale_taken_back_are_no_news(carol, company, server, time):
    row = sell(company, carol, "10.00")
    company.give_back(row.order_line_id, "10.00")
    Notice.objects.all().delete()
    own = Attribution(
        order_id=row.order_id,
        distributor=carol,
        source="own_purchase",
        order_number="7",
        channel_id=1,
    )
    events.note_sale(own, [row])
    events.dispatch(notices.make)
    assert Notice.objects.count() == 0

    sell(company, carol, "10.00")
    company.give_back(SaleLine.objects.latest("id").order_line_id, "10.00")
    time.now += HOUR
    assert notices.send_due() == 0
    assert state() == ["not_wanted"]


def test_a_server_that_is_down_is_tried_again_and_the_doctor_says_so(
    carol, company, server, time, settings
):
    # given
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sell(company, carol)
    time.now += HOUR
    assert notices.send_due() == 0
    (finding,) = [found for found in doctor.examine() if found.name == "Mail"]
    assert finding.message.startswith("Mails to distributors do not go out: ConnectionRefused")

    # when it is back
    settings.EMAIL_PORT = port
    assert notices.send_due() == 0
    time.now += timedelta(minutes=5)
    assert notices.send_due() == 1
    assert state() == ["sent"]


def test_a_store_without_a_mail_server_hears_it_from_the_doctor(store, settings):
    settings.EMAIL_BACKEND = ""

    (finding,) = [found for found in doctor.examine() if found.name == "Mail"]

    assert (finding.fine, finding.message) == (
        False,
        "Mails to distributors are on, but there is no mail server: set EMAIL_URL.",
    )


@pytest.mark.parametrize(
    ("refusal", "first", "then"),
    [
        ("451 come back later", "waiting", "sent"),
        ("550 no such person", "failed", "failed"),
        ("421 going down", "waiting", "sent"),
    ],
)
def test_a_mail_that_is_refused(carol, company, server, time, refusal, first, then):
    server.refusal = refusal
    sell(company, carol)
    time.now += HOUR
    notices.send_due()
    found = state()
    server.refusal = ""
    time.now += HOUR
    notices.send_due()

    assert (found, state()) == ([first], [then])


def test_a_mail_that_may_have_gone_out_is_not_sent_again(carol, company, server, time, monkeypatch):
    """The server took it and hung up before it said so."""
    monkeypatch.setattr(post, "TIMEOUT_SECONDS", 0.5)
    silent = threading.Event()
    server.during = lambda: silent.wait(5)
    sell(company, carol)
    time.now += HOUR
    notices.send_due()
    silent.set()
    server.during = lambda: None
    time.now += timedelta(days=1)

    assert notices.send_due() == 0
    assert state() == ["failed"]


def test_a_crash_before_the_mail_sends_none_twice(carol, company, server, time, monkeypatch):
    class PowerCut(BaseException):
        pass

    def crash(*_):
        raise PowerCut

    sell(company, carol)
    time.now += HOUR
    send = post.send
    monkeypatch.setattr(post, "send", crash)
    with pytest.raises(PowerCut):
        notices.send_due()
    monkeypatch.setattr(post, "send", send)
    time.now += timedelta(days=1)

    assert notices.send_due() == 0
    assert state() == ["sending"]


def test_a_letter_that_cannot_be_written_waits(carol, company, server, time, monkeypatch):
    def torn(*_):
        raise ValueError("torn")

    sell(company, carol)
    time.now += HOUR
    write = letters.write
    monkeypatch.setattr(letters, "write", torn)
    with pytest.raises(ValueError, match="torn"):
        notices.send_due()
    monkeypatch.setattr(letters, "write", write)
    time.now += HOUR

    assert notices.send_due() == 1


def test_workers_at_once_send_each_mail_once(committed_db, carol, company, server, time, together):
    people = [with_login(company.join(f"P{number}")) for number in range(10)]
    for person in people:
        sell(company, person)
    time.now += HOUR

    sent = together(*[notices.send_due] * 3)

    assert sum(sent) == 10
    assert sorted(to[0] for to, _ in server.mails) == [f"p{n}@example.com" for n in range(10)]


def test_an_event_seen_twice_gives_one_notice(carol, company, server, time):
    row = sell(company, carol)
    from saleor_mlm.models import Event

    notices.make(Event.objects.get())

    assert json.loads(Event.objects.get().payload)["data"]["state"] == "new"
    assert list(Notice.objects.values_list("subject", flat=True)) == [str(row.order_id)]
    assert deliveries.send_due() == 0


@pytest.fixture
def invite(carol, channel, company):
    """Carol invites Eve to a channel with a storefront."""
    with company.now.at(NOVEMBER):
        channel_settings.update_channel("us", {"storefrontUrl": "https://tea.example"}, "test")

    def call(language=""):
        return invitations.invite(carol, "us", "eve@example.com", "Eve", language)

    return call


def test_an_invitation_brings_its_token_to_whom_it_is_for(invite, server):
    row = invite()

    assert notices.send_due() == 1

    assert server.mails[0][0] == ["eve@example.com"]
    assert server.subjects() == ["Tea House: Carol invites you"]
    link = f"https://tea.example/us/join?invitation={invitations.token_of(row)}"
    assert server.text() == (
        "Hello Eve,\n"
        "\n"
        "Carol invites you to become a distributor of Tea House:\n"
        "\n"
        f"- {link}\n"
        "\n"
        "Only you can use this link, until December 5, 2026.\n"
        "\n"
        "--\n"
        "You get this mail once, because Carol gave Tea House your address. If you do not want to"
        " join, do nothing: then nothing is kept of you but this address.\n"
    )


def test_an_invitation_speaks_the_language_that_the_enroller_chose(invite, server):
    invite("de")
    notices.send_due()

    assert server.subjects() == ["Tea House: Carol lädt Sie ein"]


def test_an_invitation_withdrawn_in_time_is_not_sent(invite, carol, server):
    invitations.withdraw(carol, invite().id)

    assert notices.send_due() == 0
    assert state() == ["not_wanted"]


def test_two_invitations_at_once_go_to_two_people(carol, channel, invite, server):
    invite()
    invitations.invite(carol, "us", "finn@example.com", "Finn")

    assert notices.send_due() == 2
    assert [mail[0] for mail in server.mails] == [["eve@example.com"], ["finn@example.com"]]


def test_the_end_of_an_agreement_is_announced_unless_it_was_renewed(
    carol, channel, server, time, company
):
    switch(renewal=True)
    texts = {"agreementMonths": "12", "renewalNoticeDays": "30"}
    channel_settings.update_channel("us", texts, "test")
    began = NOVEMBER - timedelta(days=345)
    with time.at(began):
        agreements.accept(carol, channel.pk, None, None, "test")

    assert (renewals.remind(), notices.send_due()) == (1, 1)

    assert server.subjects() == ["Tea House: Your agreement ends soon"]
    assert "- Agreement, November 21, 2026\n" in server.text()

"""How people come into the company, and leave it again: S50 to S54."""

import uuid

from .books import Books
from .endpoint import mail_server
from .faults import DRAIN, Faults
from .line import Line
from .mlm import Distributor, Mlm, level_plan
from .newcomers import (
    AGREEMENT,
    CANCEL,
    CLASS_CHANGE,
    INVITATION,
    INVITE,
    PUBLISH,
    SPONSORS,
    enrol,
    me,
    token_in,
    visitor,
)
from .store import Store
from .waiting import until_equal

NOTIFY = "saleor_mlm.tasks.events.notify"
BY_CLASS = """words:
  classes: [retail, preferred, distributor]
"""


def test_s50_a_visitor_enrols_by_a_link_and_sells(
    store: Store, mlm: Mlm, books: Books, line: Line
) -> None:
    # given a visitor who came by Carol's link, and finds her name there
    assert mlm.visit(line.carol)
    found = store.guest.ask(SPONSORS, text=line.carol.code)
    assert found == [{"code": line.carol.code, "displayName": "Carol"}]
    # when
    form = visitor("Eve", line.carol)
    payload = enrol(store.guest, **form)
    # then there is an account of the shop, and Eve is below Carol
    assert payload["errors"] == []
    eve = Distributor(
        payload["distributor"]["code"], store.logged_in(form["email"], form["password"])
    )
    assert me(eve.customer) == {
        "code": eve.code,
        "accountClass": "DISTRIBUTOR",
        "status": "ACTIVE",
        "enroller": {"code": line.carol.code},
        "agreement": {"version": None},
    }
    # and the address belongs to that account from now on
    again = enrol(store.guest, **form)
    assert [error["code"] for error in again["errors"]] == ["LOGIN_REQUIRED"]
    # when somebody buys by Eve's own link
    month = books.month().key
    checkout = store.checkout({"SKU-02": 1})
    mlm.follow_link(checkout, eve)
    store.fulfill(store.buy(checkout))
    # then it pays upwards: 10, 5 and 2.5 % of 33.30
    until_equal(lambda: line.estimated(month), {"Carol": 166, "Bob": 83})
    assert mlm.earnings(eve, month).estimated() == {"USD": 333}


def test_s51_an_invitation_enrols_once_whom_it_was_written_to(
    store: Store, mlm: Mlm, faults: Faults, line: Line
) -> None:
    email = f"eve-{uuid.uuid4().hex[:10]}@example.com"
    with faults.tasks_paused(), mail_server() as (post, port), faults.mail_to(port):
        # when Carol invites Eve
        made = line.carol.customer.client.ask(INVITE, email=email)["invitation"]
        faults.run(NOTIFY)
    # then the mail alone has the token
    token = token_in(post.mails, email)
    assert made["state"] == "OPEN"
    assert store.guest.ask(INVITATION, token=token) == {
        "state": "OPEN",
        "email": email,
        "channel": "us",
        "enroller": {"code": line.carol.code, "displayName": "Carol"},
    }
    # and another customer cannot use it
    other = enrol(store.customer().client, displayName="Mallory", invitationToken=token)
    assert [error["code"] for error in other["errors"]] == ["INVITATION_OF_ANOTHER"]
    # when Eve accepts
    payload = enrol(store.guest, displayName="Eve", password="password1", invitationToken=token)
    # then she is below Carol, and the token is used up
    assert payload["errors"] == []
    eve = store.logged_in(email, "password1")
    assert me(eve)["enroller"] == {"code": line.carol.code}
    assert store.guest.ask(INVITATION, token=token)["state"] == "ACCEPTED"
    again = enrol(store.guest, displayName="Eve", password="password1", invitationToken=token)
    assert [error["code"] for error in again["errors"]] == ["INVITATION_USED"]


def test_s52_staff_enrols_somebody_whose_class_then_counts(
    store: Store, mlm: Mlm, books: Books, faults: Faults, line: Line
) -> None:
    # given a plan that pays less for what preferred customers buy, and a channel with an agreement
    rates = (
        "{by: level, rows: [{by: buyer-class, rows: {retail: 10 %, preferred: 5 %, other: 0 %}}]}"
    )
    month = books.new_month(level_plan(rates) + BY_CLASS).key
    version = uuid.uuid4().hex[:8]
    store.app.ask(PUBLISH, channel="jp", version=version)
    assert store.guest.ask(AGREEMENT, channel="jp")["version"] == version
    # when staff enrols a customer, who signed on paper, and another enrols without signing
    eve, ben = store.customer(), store.customer()
    staff = enrol(
        store.app, channel="jp", user=eve.id, displayName="Eve", enrollerCode=line.carol.code
    )
    alone = enrol(ben.client, channel="jp", displayName="Ben", enrollerCode=line.carol.code)
    signed = enrol(
        ben.client,
        channel="jp",
        displayName="Ben",
        enrollerCode=line.carol.code,
        agreementVersion=version,
    )
    # then
    assert (staff["errors"], signed["errors"]) == ([], [])
    assert [error["code"] for error in alone["errors"]] == ["AGREEMENT_REQUIRED"]
    assert me(ben)["agreement"] == {"version": version}
    # when a customer of Carol's buys, becomes a preferred customer, and buys again
    cora = store.customer()
    for account_class in ("PREFERRED", None):
        checkout = store.checkout({"SKU-02": 1}, customer=cora)
        mlm.follow_link(checkout, line.carol)
        store.fulfill(store.buy(checkout))
        if account_class:
            store.app.ask(CLASS_CHANGE, **{"user": cora.id, "class": account_class})
    faults.run(DRAIN)
    # then the first one pays 10 %, the second 5 % of 33.30
    until_equal(lambda: line.estimated(month), {"Carol": 333 + 166})
    # and who became a distributor is none any more when made a customer again
    store.app.ask(CLASS_CHANGE, **{"user": eve.id, "class": "RETAIL"})
    assert me(eve)["status"] == "ENDED"


def test_s53_an_enrolment_is_taken_back(
    store: Store, mlm: Mlm, books: Books, faults: Faults, line: Line
) -> None:
    # given Eve below Carol, who enrolled Finn and sold something
    month = books.month().key
    eve = mlm.enroll(store.customer(), line.carol, "Eve")
    finn = mlm.enroll(store.customer(), eve, "Finn")
    checkout = store.checkout({"SKU-02": 1})
    mlm.follow_link(checkout, eve)
    order = store.buy(checkout)
    store.fulfill(order)
    until_equal(lambda: line.estimated(month), {"Carol": 166, "Bob": 83})
    # when she takes it back
    assert eve.customer.client.ask(CANCEL)["distributor"] == {"status": "ENDED"}
    # then it is as if she had never been: the sale is Carol's, Finn stands below Carol
    until_equal(lambda: line.estimated(month), {"Carol": 333, "Bob": 166, "Alice": 83})
    assert mlm.order_attribution(order) == (line.carol.code, "STAFF")
    assert me(finn.customer)["enroller"] == {"code": line.carol.code}
    assert mlm.earnings(eve, month).estimated() == {}
    # and what is committed agrees with it
    books.close()
    assert line.posted(month) == {"Carol": 333, "Bob": 166, "Alice": 83}
    # when she comes back, she waits for nothing
    again = enrol(eve.customer.client, displayName="Eve", enrollerCode=line.bob.code)
    assert again["errors"] == []
    assert me(eve.customer)["enroller"] == {"code": line.bob.code}

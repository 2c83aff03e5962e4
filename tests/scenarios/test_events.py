"""What other systems and distributors are told: S40, S41."""

from .books import Books
from .endpoint import endpoint, log, mail_server
from .faults import DRAIN, Faults
from .line import Line
from .mlm import PLUGIN_ID, Mlm
from .store import Store

DELIVER = "saleor_mlm.tasks.events.deliver"
NOTIFY = "saleor_mlm.tasks.events.notify"
SALE = "sale.attributed"


def test_s40_a_sale_is_told_to_the_merchants_systems(
    store: Store, mlm: Mlm, books: Books, faults: Faults
) -> None:
    with faults.tasks_paused(), endpoint(store.app, failing=1) as other_system:
        # given a new line, and an endpoint that is down when it is first called
        line = Line(store, mlm)
        faults.run(DELIVER)
        assert other_system.got == []
        # when somebody buys by Carol's link, gets the goods and all the money back
        checkout = store.checkout({"SKU-02": 1})
        mlm.follow_link(checkout, line.carol)
        order = store.buy(checkout)
        faults.run(DRAIN)
        store.fulfill(order)
        faults.run(DRAIN)
        store.refund(order, {"SKU-02": 1})
        faults.run(DRAIN)
        # and the month is committed
        month = books.month().key
        books.close()
        faults.move_clock(60)
        faults.run(DELIVER)
        # then each of it has arrived, signed, once
        enrolled = other_system.about("distributor.enrolled", line.carol.code)
        assert [row["enroller"]["code"] for row in enrolled] == [line.bob.code]
        sales = other_system.about(SALE, line.carol.code)
        assert [(row["state"], row["cv"], row["earnedCv"]) for row in sales] == [
            ("new", "33.30", "0.00"),
            ("changed", "33.30", "33.30"),
            ("reversed", "0.00", "0.00"),
        ]
        assert {row["order"]["id"] for row in sales} == {order}
        committed = [
            body["data"]["period"]
            for _, body in other_system.got
            if body["type"] == "commission.committed"
        ]
        assert month in committed
        ids = [webhook_id for webhook_id, _ in other_system.got]
        assert len(set(ids)) == len(ids)
        assert other_system.forged == 0
        # and the log has the call that failed too
        codes = [call["statusCode"] for row in log(store.app) for call in row["attempts"]]
        assert codes.count(503) == 1
        assert {row["state"] for row in log(store.app)} == {"DELIVERED"}


def test_s41_distributors_hear_of_it_by_mail(
    store: Store, mlm: Mlm, books: Books, faults: Faults, line: Line
) -> None:
    with faults.tasks_paused(), mail_server() as (post, port), faults.mail_to(port):
        # given a store that sends mails, and two sales of Carol's
        faults.run(DELIVER)
        for kind in ("sales", "new members", "pay"):
            store.configure_plugin(PLUGIN_ID, {f"Mail about {kind}": "true"})
        try:
            for _ in range(2):
                checkout = store.checkout({"SKU-02": 1})
                mlm.follow_link(checkout, line.carol)
                store.fulfill(store.buy(checkout))
            faults.run(DRAIN)
            faults.run(DELIVER)
            # when nothing has gathered for an hour yet, then when it has
            faults.run(NOTIFY)
            assert post.subjects_to(line.carol.customer.email) == []
            faults.move_clock(3600)
            faults.run(NOTIFY)
            # then both come in one mail, and the pay of the month in another
            (sales,) = post.subjects_to(line.carol.customer.email)
            assert sales.endswith(": You made 2 sales")
            books.close()
            faults.run(DELIVER)
            faults.run(NOTIFY, NOTIFY)
            assert len(post.subjects_to(line.carol.customer.email)) == 2
            assert post.subjects_to(line.alice.customer.email)[-1].endswith(": Your pay")
        finally:
            for kind in ("sales", "new members", "pay"):
                store.configure_plugin(PLUGIN_ID, {f"Mail about {kind}": "false"})

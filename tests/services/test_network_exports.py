"""A network that is written to a file, and comes back from it as it was."""

import random
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from saleor_mlm.models import Distributor, EnrollerChange, StatusChange
from saleor_mlm.services import codes, enroller_changes, enrolment, more_positions
from saleor_mlm.services.placing import Wish

from .network_texts import ALICE, BOB, CAROL, HEADER, Desk, customers, text
from .trees import drawn, joins, tree

NAMES = ["Ann", 'Bo "the" Lee, Ltd', "Zoë\\N 李", "'; --", "\\."]
NETWORK = (
    "networkimport openingcolumn positionhint positionchange position accountclasschange"
    " statuschange enrollerchange referralcode teamchange distributor"
).split()


@pytest.fixture
def desk(db, time, tmp_path):
    return Desk(tmp_path)


def forget_everybody() -> None:
    """An empty company; trees and customers stay."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in NETWORK:
            cursor.execute(f"DELETE FROM saleor_mlm_{table}")
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_the_same_file_comes_back_byte_for_byte(desk):
    customers("alice@example.org", "bob@example.org")
    tree()
    tree("uni", None)
    header = f"{HEADER},tree:binary,slot:binary,tree:uni,slot:uni"
    carol = CAROL.replace("Carol & Co", '"Carol, ""Co"""')
    content = text(
        f"{ALICE},;ALICE,;2,,", f"{BOB},ALICE/2,1,?,", f"{carol},-,,ALICE,7", header=header
    )

    desk.takes(content)

    assert desk.exported() == content


def test_whatever_form_it_had_it_comes_back_in_one(desk):
    desk.takes(
        "name;joined;status;enroller;country;email;code\n"
        "Bob ;2024-03-02T01:30:00+01:00;active;alice;;;bob\n"
        "Alice;2024-03-01;active;;DE;;Alice\n"
    )

    assert desk.exported() == text(
        "ALICE,,Alice,person,distributor,,,,2024-03-01,active,,,,DE",
        "BOB,,Bob,person,distributor,,ALICE,,2024-03-02T00:30:00Z,active,,,,",
    )


def test_who_moved_has_the_day(desk, time):
    desk.takes(text(ALICE.replace("alice@example.org", ""), CAROL.replace("BOB", "")))
    carol = Distributor.objects.get(code="CAROL")
    late = text(
        "DORA,,Dora,person,distributor,,,,2024-08-01,active,,,,",
        header=HEADER,
    )
    desk.takes(late)
    dora = Distributor.objects.get(code="DORA")
    at = datetime(2024, 9, 1, tzinfo=UTC)
    EnrollerChange.objects.create(
        distributor=carol, enroller=dora, effective_at=at, recorded_at=time()
    )
    Distributor.objects.filter(id=carol.id).update(enroller=dora)

    before = desk.exported()
    forget_everybody()
    desk.takes(before)

    assert ",DORA,2024-09-01,2024-03-03,ended,2025-01-31," in before
    assert desk.exported() == before
    history = EnrollerChange.objects.filter(distributor__code="CAROL").order_by("id")
    assert [(row.enroller and row.enroller.code, row.effective_at) for row in history] == [
        (None, datetime(2024, 3, 3, tzinfo=UTC)),
        ("DORA", at),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_any_network_comes_back_from_its_file_into_an_empty_store(desk, time, seed):
    draw_a_network(random.Random(seed), time)
    before = desk.exported()

    forget_everybody()
    desk.takes(before)

    assert Distributor.objects.count() == 40
    assert desk.exported() == before
    assert desk.takes(before) == ("40 lines: the store says the same already; nothing was written.")


def draw_a_network(chance: random.Random, time) -> None:
    """Forty people who enrol, end, come back, move, take codes and further positions, as services
    write them."""
    tree("binary", 2, strategy="weaker_heads")
    tree("uni", None, window_days=chance.choice([0, 5]))
    people: list[Distributor] = []
    for number in range(40):
        time.now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=number * 100, seconds=number)
        enroller = chance.choice([None, *people]) if people else None
        people.append(joins(f"p{number:02}", enroller, time()))
        Distributor.objects.filter(id=people[-1].id).update(display_name=chance.choice(NAMES))
        somebody = chance.choice(people)
        somebody.refresh_from_db()
        _something(chance, somebody, people, time)
    time.now = datetime(2026, 11, 21, tzinfo=UTC)


def _something(chance: random.Random, person: Distributor, people, time) -> None:
    what = chance.randrange(6)
    time.now += timedelta(minutes=7, microseconds=5)
    if what == 0:
        leaves = person.status == "active"
        (enrolment.end if leaves else enrolment.reinstate)(person.code, "because", "test")
    elif what == 1 and person.status == "active":
        codes.change_handle(person, f"site-{person.id}")
    elif what == 2 and person.status == "active":
        Distributor.objects.filter(id=person.id).update(status="suspended")
        StatusChange.objects.create(
            distributor=person, status="suspended", effective_at=time(), recorded_at=time()
        )
    elif what == 3 and person.status == "active" and person.code in drawn():
        more_positions.add(person, Wish("binary"), "test", by_staff=True)
    elif what == 4:
        _move(person, chance.choice(people))


def _move(person: Distributor, enroller: Distributor) -> None:
    """As staff moves somebody, where no circle closes."""
    wish = enroller_changes.Wish(person, enroller, None)
    if not enroller_changes.would_close_a_cycle(wish):
        with enroller_changes.locked_tree():
            enroller_changes.write(wish, "moved", "test")

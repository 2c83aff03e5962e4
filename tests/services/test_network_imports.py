"""A network from a file: who is written, with which history; and again, and beside others."""

from datetime import UTC, datetime

import pytest
from saleor.account.models import User

from saleor_mlm.models import (
    AccountClassChange,
    Distributor,
    EnrollerChange,
    NetworkImport,
    Position,
    PositionChange,
    ReferralCode,
    StatusChange,
    TeamChange,
)
from saleor_mlm.services import enrolment, position_hints, team, team_snapshots

from .network_texts import ALICE, BOB, CAROL, HEADER, Desk, customers, text
from .trees import drawn, hints_are_right, tree

NOW = datetime(2026, 11, 21, tzinfo=UTC)
TREE_HEADER = f"{HEADER},tree:binary,slot:binary"


@pytest.fixture
def desk(db, time, tmp_path):
    customers("alice@example.org", "Bob@example.org")
    return Desk(tmp_path)


def test_a_network_is_taken_in_with_its_history(desk):
    said = desk.takes(text(ALICE, BOB, CAROL))

    alice, bob, carol = Distributor.objects.order_by("id")
    march = [datetime(2024, 3, day, tzinfo=UTC) for day in (1, 2, 3)]
    end = datetime(2025, 1, 31, tzinfo=UTC)
    assert said == "3 new distributors, 0 positions."
    assert (alice.code, alice.enroller, alice.joined_at, alice.recorded_at, alice.country) == (
        "ALICE",
        None,
        march[0],
        NOW,
        "DE",
    )
    assert (bob.display_name, bob.kind, bob.handle, bob.enroller) == (
        "Bob",
        "couple",
        "bobs-site",
        alice,
    )
    assert bob.user_id == User.objects.get(email__iexact="bob@example.org").id
    assert (carol.user_id, carol.status, carol.enroller) == (None, "ended", bob)
    assert [
        (row.distributor.code, row.status, row.effective_at, row.recorded_at, row.reason, row.actor)
        for row in StatusChange.objects.order_by("id")
    ] == [
        ("ALICE", "active", march[0], NOW, "import", "command"),
        ("BOB", "active", march[1].replace(hour=9, minute=30), NOW, "import", "command"),
        ("CAROL", "active", march[2], NOW, "import", "command"),
        ("CAROL", "ended", end, NOW, "import", "command"),
    ]
    assert [
        (row.distributor.code, row.account_class, row.effective_at)
        for row in AccountClassChange.objects.filter(distributor=carol).order_by("id")
    ] == [("CAROL", "distributor", march[2]), ("CAROL", "retail", end)]
    link = EnrollerChange.objects.get(distributor=carol)
    assert (link.enroller, link.effective_at, link.recorded_at) == (bob, march[2], NOW)
    assert sorted(ReferralCode.objects.values_list("code", flat=True)) == [
        "ALICE",
        "BOB",
        "CAROL",
        "bobs-site",
    ]
    taken = NetworkImport.objects.get()
    assert (taken.file, taken.people, taken.actor) == ("network.csv", 3, "command")


def test_again_it_changes_nothing_and_says_so(desk):
    desk.takes(text(ALICE, BOB, CAROL))
    written = StatusChange.objects.count()

    said = desk.takes(text(ALICE, BOB, CAROL))

    assert said == "3 lines: the store says the same already; nothing was written."
    assert (StatusChange.objects.count(), NetworkImport.objects.count()) == (written, 1)


def test_whoever_is_new_is_added_below_those_who_are_there(desk):
    desk.takes(text(ALICE))

    said = desk.takes(text(ALICE, BOB))

    assert said == "1 new distributor, 0 positions. 1 line said what the store says already."
    assert Distributor.objects.get(code="BOB").enroller.code == "ALICE"


def test_the_order_of_lines_does_not_matter(desk):
    desk.takes(text(CAROL, BOB, ALICE))

    assert list(Distributor.objects.order_by("id").values_list("code", flat=True)) == [
        "ALICE",
        "BOB",
        "CAROL",
    ]


def test_customers_are_opened_only_where_that_is_asked_for(desk):
    said = desk.takes(
        text(ALICE.replace("alice@", "Anna.New@"), BOB.replace("ALICE", "ALICE")),
        "--create-customers",
    )

    made = User.objects.get(email="anna.new@example.org")
    assert said == "2 new distributors, 0 positions, 1 new customer."
    assert Distributor.objects.get(code="ALICE").user_id == made.id
    assert (made.first_name, made.is_staff, made.has_usable_password()) == ("Alice", False, False)
    assert len({user.jwt_token_key for user in User.objects.all()}) == 3


def test_every_status_and_class_has_its_rows(desk):
    desk.takes(
        text(
            "TOP,,Top,person,house,,,,2024-01-01,active,,,,",
            "SUE,,Sue,person,distributor,,TOP,,2024-01-02,suspended,,,,",
            "BEN,,Ben,person,distributor,,TOP,,2024-01-03,active,2024-02-01,2024-03-01,,",
            "PAM,,Pam,person,preferred,,TOP,,2024-01-04,ended,2024-02-01,,,",
            "APP,,App,person,retail,,TOP,,2024-01-05,applied,,,,",
        )
    )

    history = {}
    for row in StatusChange.objects.order_by("effective_at", "id"):
        day = f"{row.effective_at:%m-%d}"
        history.setdefault(row.distributor.code, []).append(f"{row.status} {day}")
    assert history == {
        "TOP": ["active 01-01"],
        "SUE": ["active 01-02", "suspended 11-21"],
        "BEN": ["active 01-03", "ended 02-01", "active 03-01"],
        "PAM": ["active 01-04", "ended 02-01"],
        "APP": ["applied 01-05"],
    }
    assert Distributor.objects.get(code="TOP").house
    classes = AccountClassChange.objects.order_by("distributor", "id")
    assert [(row.distributor.code, row.account_class) for row in classes] == [
        ("TOP", "house"),
        ("SUE", "distributor"),
        ("BEN", "distributor"),
        ("BEN", "retail"),
        ("BEN", "distributor"),
        ("PAM", "distributor"),
        ("PAM", "retail"),
        ("PAM", "preferred"),
    ]


def test_positions_stand_where_the_file_says_with_history_and_hints(desk):
    binary = tree(window_days=7)
    rows = [f"{ALICE},;ALICE,;2", f"{BOB},ALICE/2,1", f"{CAROL},?,"]

    said = desk.takes(text(*rows, "DAN,,Dan,,,,BOB,,2024-04-01,active,,,,,-,", header=TREE_HEADER))

    assert said == "4 new distributors, 4 positions."
    assert drawn() == {
        "ALICE": "top",
        "ALICE#2": "ALICE/2",
        "BOB": "ALICE#2/1",
        "CAROL": "held",
    }
    assert hints_are_right(binary)
    held = Position.objects.get(state="held")
    assert (held.held_until - NOW).days == 7
    change = PositionChange.objects.get(distributor__code="BOB")
    assert (change.effective_at, change.recorded_at, change.reason, change.actor) == (
        datetime(2024, 3, 2, 9, 30, tzinfo=UTC),
        NOW,
        "import",
        "command",
    )
    position_hints.nearest_gap(binary, Position.objects.get(distributor__code="BOB"))


def test_whoever_enrols_afterwards_is_placed_beside_those_who_were_taken_in(desk):
    tree()
    desk.takes(text(f"{ALICE},,", f"{BOB},ALICE,1", header=TREE_HEADER))
    customers("dora@example.org")
    dora = User.objects.get(email="dora@example.org")

    enrolment.enroll(user_id=dora.id, enroller_code="ALICE", display_name="Dora", actor="test")

    assert drawn()["ALICE"] == "top"
    assert "ALICE/2" in drawn().values()


def test_team_figures_follow(desk):
    desk.takes(text(ALICE))
    team_snapshots.make("enroller")
    touched = TeamChange.objects.count()

    desk.takes(text(ALICE, BOB, CAROL))

    alice = Distributor.objects.get(code="ALICE")
    reading = team.read()
    assert TeamChange.objects.count() == touched + 1
    assert reading.now.label(alice.id) is not None

"""Everything that can be wrong with a network file: said with its line, all of it at once, and
nothing is written."""

from datetime import date

import pytest

from saleor_mlm.models import Distributor, NetworkImport
from saleor_mlm.services import codes, plans

from .network_texts import ALICE, BOB, CAROL, HEADER, Desk, customers, text
from .trees import tree

START = "network.csv:"
PLAN = """
plan: ranked
name: Ranked
time_zone: America/New_York
period: month
rounding: half-even
volumes:
  personal: {kind: sales, measure: qv}
tests:
  enough: {kind: volume, volume: personal, at_least: "100.00"}
ranks:
  cumulative: yes
  title: {demotion: never}
  ladder: [{rank: silver, name: Silver, requires: [enough]}]
bonuses:
  level:
    kind: level
    tree: enroller
    base: cv
    compression: none
    rates: {by: level, rows: [10 %]}
"""


@pytest.fixture
def desk(db, time, tmp_path):
    customers("alice@example.org", "bob@example.org", "carl@example.org")
    return Desk(tmp_path)


def person(**cells: str) -> str:
    """Alice, with other cells."""
    whole = dict(zip(HEADER.split(","), ALICE.split(","), strict=True)) | cells
    return ",".join(whole.values())


CELLS = {
    "code form": (
        person(code="A!"),
        "2: code: `A!`: A code has 3 to 32 letters, digits, hyphens or underscores.;"
        " expected another one [CODE_INVALID]",
    ),
    "code of the company": (
        person(code="admin"),
        "2: code: `admin`: The code ADMIN is kept for the company.;"
        " expected another one [CODE_RESERVED]",
    ),
    "handle form": (
        person(handle="a b"),
        "2: handle: `a b`: A handle has 3 to 32 letters, digits, hyphens or underscores.;"
        " expected another one [CODE_INVALID]",
    ),
    "handle as the code": (
        person(handle="ALICE", kind="robot"),
        "2: kind: `robot` is no kind; expected one of: person, couple, company [WORD_UNKNOWN]",
    ),
    "e-mail form": (
        person(email="alice"),
        "2: email: `alice` is no e-mail address; expected one, or empty [EMAIL_INVALID]",
    ),
    "no name": (
        person(name=" "),
        "2: name: `` is no name to show; expected 1 to 128 letters [NAME_INVALID]",
    ),
    "class of somebody with an agreement": (
        person(**{"class": "retail"}),
        "2: class: `retail` is no class; expected one of: distributor, house [WORD_UNKNOWN]",
    ),
    "no status": (
        person(status=""),
        "2: status: `` is no status; expected one of: active, suspended, ended, applied"
        " [WORD_UNKNOWN]",
    ),
    "no date": (
        person(joined="03/01/2024"),
        "2: joined: `03/01/2024` is no date; expected a day such as 2024-03-01, or an instant with"
        " its zone such as 2024-03-01T09:30:00Z [DATE_INVALID]",
    ),
    "day that is not there": (
        person(joined="2024-02-30"),
        "2: joined: `2024-02-30` is no date; expected a day such as 2024-03-01, or an instant with"
        " its zone such as 2024-03-01T09:30:00Z [DATE_INVALID]",
    ),
    "instant without a zone": (
        person(joined="2024-02-03T10:00:00"),
        "2: joined: `2024-02-03T10:00:00` is no date; expected a day such as 2024-03-01, or an"
        " instant with its zone such as 2024-03-01T09:30:00Z [DATE_INVALID]",
    ),
    "below before joining": (
        person(below_since="2023-01-01"),
        "2: below_since: lies before this person joined; expected `joined` or later [DATE_ORDER]",
    ),
    "date before all dates": (
        person(joined="0001-01-01T00:00:00+14:00"),
        "2: joined: `0001-01-01T00:00:00+14:00` is no date; expected a day such as 2024-03-01, or"
        " an instant with its zone such as 2024-03-01T09:30:00Z [DATE_INVALID]",
    ),
    "future": (
        person(joined="2026-12-01"),
        "2: joined: `2026-12-01` lies in the future; expected a date until now [DATE_IN_FUTURE]",
    ),
    "ended before joining": (
        person(status="ended", ended="2023-01-01", **{"class": "retail"}),
        "2: ended: lies before this person joined; expected `joined` or later [DATE_ORDER]",
    ),
    "back without an end": (
        person(reinstated="2025-01-01"),
        "2: reinstated: is not after `ended`; expected an earlier `ended` [DATE_ORDER]",
    ),
    "ended and nobody knows when": (
        person(status="ended", **{"class": "retail"}),
        "2: ended: does not go with the status ended; expected `ended` with the first day without"
        " an agreement, and no `reinstated`, of who has ended, and no other [STATUS_DATES]",
    ),
    "rank without a plan": (
        person(rank="silver"),
        "2: rank: the plan has no rank `silver`; expected one of: none: publish a plan with ranks"
        " first [RANK_UNKNOWN]",
    ),
    "country": (
        person(country="XX"),
        "2: country: `XX` is no country; expected two capital letters of ISO 3166, or empty"
        " [COUNTRY_UNKNOWN]",
    ),
    "enroller": (
        person(enroller="NOBODY-HERE"),
        "2: enroller: there is no distributor `NOBODY-HERE`; expected a code of this file or of"
        " the store; empty for who heads a line [ENROLLER_UNKNOWN]",
    ),
    "no account": (
        person(email="dora@example.org"),
        "2: email: no customer has the e-mail `dora@example.org`; expected a customer's; or say"
        " --create-customers [EMAIL_UNKNOWN]",
    ),
    "cells": (
        ALICE + ",DE",
        "2: the line has 15 cells; expected 14, as many as the header [CELLS]",
    ),
    "control character": (
        person(name="A\x07"),
        "2: name: holds control characters, or letters that are not UTF-8; expected a file saved"
        " as UTF-8 [LETTERS]",
    ),
    "quotes": (
        person(name='"Al"ice'),
        "2: the quotes are not right: ',' expected after '\"'; expected quotes doubled inside of"
        " quoted cells [QUOTES]",
    ),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_that_is_wrong_is_said_with_its_line(desk, name):
    row, error = CELLS[name]

    said = desk.refuses(text(row))

    assert said == [START + error, "1 error, all in network.csv.errors; nothing was written."]


ROWS = {
    "code twice": (
        [ALICE, BOB, person(code="alice", email="")],
        [
            "4: code: `ALICE` has a row already, in line 2; expected one row for each distributor"
            " [CODE_REPEATED]"
        ],
    ),
    "account twice": (
        [ALICE, person(code="ANN", email="ALICE@example.org")],
        [
            "3: email: `alice@example.org` has a row already, in line 2; expected one distributor"
            " for each account [EMAIL_REPEATED]"
        ],
    ),
    "handle twice": (
        [BOB.replace("ALICE", ""), person(handle="bobs-site")],
        [
            "3: handle: `bobs-site` is a name of line 2 too; expected a handle that nobody else has"
            " as a code or handle [HANDLE_REPEATED]"
        ],
    ),
    "handle that is a code": (
        [person(handle="bob"), BOB],
        [
            "2: handle: `bob` is a name of line 3 too; expected a handle that nobody else has as a"
            " code or handle [HANDLE_REPEATED]"
        ],
    ),
    "ring": (
        [person(enroller="CAROL"), BOB, CAROL.replace("2024-03-03", "2024-03-01")],
        [
            "2: enroller: `CAROL` joined later, on 2024-03-01",
            "2: enroller: going up from here"
            " comes back here; expected a tree: nobody above himself [CYCLE]",
            "4: enroller: `BOB` joined later, on 2024-03-02; expected an enroller who was"
            " there first; or `below_since`, since when this one it is [ENROLLER_JOINED_LATER]",
        ][1:],
    ),
    "own enroller": (
        [person(enroller="ALICE")],
        [
            "2: enroller: going up from here comes back here; expected a tree: nobody above himself"
            " [CYCLE]"
        ],
    ),
    "enroller who came later": (
        [person(joined="2024-05-01"), BOB],
        [
            "3: enroller: `ALICE` joined later, on 2024-05-01; expected an enroller who was"
            " there first; or `below_since`, since when this one it is [ENROLLER_JOINED_LATER]"
        ],
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_lines_that_do_not_go_together_are_said(desk, name):
    rows, errors = ROWS[name]

    said = desk.refuses(text(*rows))

    assert said[:-1] == [START + error for error in errors]


PLACES = {
    "slot beyond the width": (
        (",", "ALICE,3"),
        "3: slot:binary: `3` is no slot here; expected 1 to 2 below a parent, else empty"
        " [SLOT_INVALID]",
    ),
    "no slot": (
        (",", "ALICE,"),
        "3: slot:binary: `` is no slot here; expected 1 to 2 below a parent, else empty"
        " [SLOT_INVALID]",
    ),
    "slot of a top": (
        (",", ",1"),
        "3: slot:binary: `1` is no slot here; expected 1 to 2 below a parent, else empty"
        " [SLOT_INVALID]",
    ),
    "parent who waits": (
        ("?,", "ALICE,1"),
        "3: tree:binary: `ALICE` stands nowhere in this tree; expected a code, or CODE/number, of"
        " a position in this tree; empty for its top [PARENT_UNKNOWN]",
    ),
    "second position of a parent": (
        (",", "ALICE/2,1"),
        "3: tree:binary: `ALICE/2` stands nowhere in this tree; expected a code, or CODE/number,"
        " of a position in this tree; empty for its top [PARENT_UNKNOWN]",
    ),
    "no such position": (
        (",", "ALICE/x,1"),
        "3: tree:binary: `ALICE/X` names no position; expected a code, or of a further position"
        " the code with its number: BOB/2 [POSITION_INVALID]",
    ),
    "as many slots as positions": (
        (",", "ALICE;ALICE,1"),
        "3: slot:binary: 1 slots for 2 positions; expected one for each position [SLOT_INVALID]",
    ),
    "slot twice": (
        (",", "ALICE;ALICE,1;1"),
        "3: tree:binary: the slot `ALICE 1` is that of line 3 too; expected another slot: one"
        " position in each [SLOT_REPEATED]",
    ),
    "ring": (
        ("BOB,1", "ALICE,1"),
        "2: tree:binary: going up from here comes back here; expected a tree: nobody above himself"
        " [CYCLE]",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_places_that_cannot_be_are_said(desk, name):
    tree()
    (alice, bob), error = PLACES[name]
    header = f"{HEADER},tree:binary,slot:binary"

    said = desk.refuses(text(f"{ALICE},{alice}", f"{BOB},{bob}", header=header))

    assert said[:-1] == [START + error]


HEADERS = {
    "misspelt": (
        HEADER.replace("joined", "joind"),
        [
            "1: joind: there is no column `joind`; expected `joined` [COLUMN_UNKNOWN]",
            "1: joined: the column `joined` is missing; expected it; its cells may tell nothing"
            " [COLUMN_MISSING]",
        ],
    ),
    "twice": (
        HEADER.replace("handle", "name"),
        ["1: name: the column `name` is there twice; expected each column once [COLUMN_REPEATED]"],
    ),
    "a tree that is not there": (
        f"{HEADER},tree:matrix",
        [
            "1: tree:matrix: the store has no placement tree `matrix`; expected trees that are set"
            " up (mlmTreeCreate), or no such column [TREE_UNKNOWN]"
        ],
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_is_wrong_is_said(desk, name):
    header, errors = HEADERS[name]

    said = desk.refuses(text(ALICE, header=header))

    assert said[:-1] == [START + error for error in errors]


def test_the_trees_of_the_store_are_asked_for(desk):
    tree()

    said = desk.refuses(text(ALICE))

    assert said[:-1] == [
        f"{START}1: {name}: the column `{name}` is missing; expected it; its cells may tell nothing"
        " [COLUMN_MISSING]"
        for name in ("slot:binary", "tree:binary")
    ]


STORE = {
    "former code": (
        person(code="OLDIE"),
        "2: code: `OLDIE` is a former code, or a handle, of CARL; expected another code: names"
        " stay with whoever had them [CODE_TAKEN]",
    ),
    "handle": (
        person(handle="carl"),
        "2: handle: `carl` is a name of CARL; expected another handle: names stay with whoever had"
        " them [HANDLE_TAKEN]",
    ),
    "account": (
        person(email="carl@example.org"),
        "2: email: `carl@example.org` is the account of CARL already; expected the account of this"
        " distributor, or that one's code [ALREADY_ENROLLED]",
    ),
    "enroller who came later": (
        person(enroller="CARL", joined="2024-01-01"),
        "2: enroller: `CARL` joined later, on 2024-02-01; expected an enroller who was"
        " there first; or `below_since`, since when this one it is [ENROLLER_JOINED_LATER]",
    ),
}


@pytest.mark.parametrize("name", STORE)
def test_what_the_store_has_already_is_said(desk, name):
    row, error = STORE[name]
    desk.takes(text(person(code="OLDIE", email="carl@example.org", joined="2024-02-01")))
    codes.change_code(Distributor.objects.get(), "CARL")

    said = desk.refuses(text(row))

    assert said[:-1] == [START + error]


def test_a_slot_that_is_taken_is_said(desk):
    tree()
    header = f"{HEADER},tree:binary,slot:binary"
    desk.takes(text(f"{ALICE},,", f"{BOB},ALICE,1", header=header))

    said = desk.refuses(text(f"{CAROL},ALICE,1", header=header))

    assert said[:-1] == [
        f"{START}2: tree:binary: in the slot `ALICE 1` stands BOB already; expected an open slot"
        " [SLOT_TAKEN]"
    ]


CHANGED = {
    "name": "says `Bobby`, and the store `Bob`; expected what the store says: an import changes"
    " nobody; mlmDistributorTransfer does",
    "enroller": "says ``, and the store `ALICE`; expected what the store says: an import changes"
    " nobody; mlmEnrollerChange does",
    "country": "says `FR`, and the store ``; expected what the store says: an import changes"
    " nobody; nothing does",
}


@pytest.mark.parametrize("column", CHANGED)
def test_a_line_that_changed_is_refused_and_explained(desk, column):
    desk.takes(text(ALICE, BOB))
    cells = dict(zip(HEADER.split(","), BOB.split(","), strict=True))
    changed = cells | {column: {"name": "Bobby", "enroller": "", "country": "FR"}[column]}

    said = desk.refuses(text(ALICE, ",".join(changed.values())))

    assert said[:-1] == [f"{START}3: {column}: {CHANGED[column]} [ROW_CHANGED]"]


def test_a_position_that_changed_is_refused_and_explained(desk):
    tree()
    header = f"{HEADER},tree:binary,slot:binary"
    desk.takes(text(f"{ALICE},,", f"{BOB},ALICE,1", header=header))

    said = desk.refuses(text(f"{ALICE},,", f"{BOB},ALICE,2", header=header))

    assert said[:-1] == [
        f"{START}3: tree:binary: says `placed ALICE 2`, and the store `placed ALICE 1`; expected"
        " what the store says: an import changes nobody; mlmPositionMove does [ROW_CHANGED]"
    ]


def test_a_rank_is_one_of_the_plan_in_force(desk):
    plans.publish(PLAN, date(2026, 11, 1), "test")

    said = desk.refuses(text(person(rank="gold")))

    assert said[:-1] == [
        f"{START}2: rank: the plan has no rank `gold`; expected one of: silver [RANK_UNKNOWN]"
    ]


def test_all_errors_come_at_once_the_first_shown_and_all_in_a_file(desk):
    rows = [person(code=f"C{number:03}", email="", country="XX") for number in range(150)]

    said = desk.refuses(text(*rows, BOB))

    written = (desk.folder / "network.csv.errors").read_text().splitlines()
    assert said[99:] == [
        f"{START}101: country: `XX` is no country; expected two capital letters of ISO 3166, or"
        " empty [COUNTRY_UNKNOWN]",
        "and 51 more",
        "151 errors, all in network.csv.errors; nothing was written.",
    ]
    assert written[0] == "file,line,column,code,message,expected"
    assert written[-1] == (
        "network.csv,152,enroller,ENROLLER_UNKNOWN,there is no distributor `ALICE`,"
        "a code of this file or of the store; empty for who heads a line"
    )
    assert len(written) == 152
    assert not Distributor.objects.exists()
    assert not NetworkImport.objects.exists()


def test_lines_are_those_of_the_file_also_after_a_cell_of_several(desk):
    said = desk.refuses(text(person(code="ANN", name='"A\nB"'), "", BOB))

    assert [line.partition(": ")[0] for line in said[:-1]] == [
        f"{START}2",
        f"{START}5",
    ]


def test_a_file_of_another_country_or_no_file_at_all(desk):
    desk.takes(text(ALICE).replace(",", ";").encode("utf-8-sig"))

    said = desk.refuses("")

    assert Distributor.objects.get().code == "ALICE"
    assert said[0] == (
        f"{START}1: code: the column `code` is missing; expected it; its cells may tell nothing"
        " [COLUMN_MISSING]"
    )
    assert desk.refuses_missing()[0] == (
        "missing.csv: cannot be read: No such file or directory; expected a file [FILE]"
    )


def test_letters_that_are_not_utf8_are_said_with_their_line(desk):
    said = desk.refuses(text(ALICE, BOB.replace("Bob", "Böb")).encode("latin-1"))

    assert said[:-1] == [
        f"{START}3: name: holds control characters, or letters that are not UTF-8; expected a file"
        " saved as UTF-8 [LETTERS]"
    ]

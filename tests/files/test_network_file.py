"""What a network file may not say, each with its line, column, and what was expected."""

import pytest

from .desk import Desk

HEAD = "distributor,joined,enroller,placement"
KEY = "a key of 1 to 100 letters, without blanks at its ends, and not `-`"
INSTANT = "a day such as 2026-10-05, or an instant with its zone such as 2026-10-05T13:45:00Z"
ABOVE = "the key of a distributor of this file; empty for the top of a line"


def refused(desk: Desk, *rows: str, head: str = HEAD) -> list[str]:
    desk.put("network.csv", "\n".join([head, *rows]) + "\n")
    desk.put("sales.csv", "order_line,date,distributor,buyer,buyer_class,order_kind,currency,qv,cv")
    return desk.refusal()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "bob,2026-02-30,ann,",
            f"joined: `2026-02-30` is neither day nor instant; expected {INSTANT} [instant-form]",
        ),
        (
            "bob,2026-02-03T10:00,ann,",
            "joined: `2026-02-03T10:00` is neither day nor instant; "
            f"expected {INSTANT} [instant-form]",
        ),
        (
            "bob,2026-02-03,zoe,",
            f"enroller: there is no distributor `zoe`; expected {ABOVE} [unknown-distributor]",
        ),
        (
            "bob,2026-02-03,-,",
            f"enroller: everyone has a place here; expected {ABOVE} [outside]",
        ),
        (
            "bob,2026-02-03,ann,zoe",
            f"placement: there is no distributor `zoe`; expected {ABOVE}, "
            "`-` for who is not in this tree [unknown-distributor]",
        ),
        (
            "ann,2026-02-03,,",
            "distributor: `ann` has a row already; expected one row each [repeated-key]",
        ),
        (" bob,2026-02-03,ann,", f"distributor: ` bob` is no key; expected {KEY} [key-form]"),
        ("-,2026-02-03,ann,", f"distributor: `-` is no key; expected {KEY} [key-form]"),
        (
            "bob,2026-02-03,bob,",
            "enroller: going up from here comes back here; "
            "expected a tree: nobody above himself [cycle]",
        ),
    ],
)
def test_a_row_that_is_wrong(desk: Desk, row: str, problem: str) -> None:
    assert refused(desk, "ann,2026-01-05,,", row) == [f"network.csv:3: {problem}"]


def test_everything_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    told = refused(
        desk, "ann,soon,,", "", "bob,2026-02-03,zoe,", "cat,2026-02-03,dan,", "dan,2026-02-03,cat,x"
    )
    assert [line.split(" ")[0:2] for line in told] == [
        ["network.csv:2:", "joined:"],
        ["network.csv:4:", "enroller:"],
        ["network.csv:5:", "enroller:"],
        ["network.csv:6:", "placement:"],
    ]


def test_at_most_a_hundred_problems_are_shown(desk: Desk) -> None:
    told = refused(desk, *(f"d{number},soon,," for number in range(1_203)))
    assert len(told) == 101
    assert told[-1] == "and 1,103 more"


def test_who_ended_did_so_after_joining_and_came_back_after_that(desk: Desk) -> None:
    head = f"{HEAD},ended,reinstated"
    told = refused(
        desk,
        "ann,2026-01-05,,,2025-01-01,",
        "bob,2026-01-05,ann,,2026-02-01,2026-02-01",
        "cat,2026-01-05,ann,,,2026-02-01",
        "dan,2026-01-05,ann,,soon,",
        head=head,
    )
    assert told == [
        "network.csv:2: ended: `2025-01-01` lies before this person joined; "
        "expected `joined` or later [date-order]",
        "network.csv:3: reinstated: `2026-02-01` is not after `ended`; "
        "expected a later one, and an `ended` before it [date-order]",
        "network.csv:4: reinstated: `2026-02-01` stands without `ended`; "
        "expected a later one, and an `ended` before it [date-order]",
        f"network.csv:5: ended: `soon` is neither day nor instant; expected {INSTANT} "
        "[instant-form]",
    ]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["network.csv: has no header; expected names of columns in line 1 [no-header]"]),
        (
            "distributor;joined;enroler;joined\n",
            [
                "network.csv:1: there is no column `enroler`; expected `enroller` [unknown-column]",
                "network.csv:1: the column `joined` is there twice; "
                "expected each column once [repeated-column]",
                "network.csv:1: the column `enroller` is missing; "
                "expected it: the plan names the tree `enroller` [missing-column]",
                "network.csv:1: the column `placement` is missing; "
                "expected it: the plan names the tree `placement` [missing-column]",
            ],
        ),
        (
            f"{HEAD}\nann,2026-01-05,,\n\nbob,2026-01-05,ann\n",
            [
                "network.csv:4: the line has 3 cells; "
                "expected 4, as many as the header [row-length]",
            ],
        ),
        (
            f"{HEAD}\nann,2026-01-05,,\nm\xfcller,2026-01-05,ann,\n".encode("latin-1"),
            [
                "network.csv:3: holds letters that are not UTF-8; "
                "expected a file saved as UTF-8 [encoding]"
            ],
        ),
        (
            b"PK\x03\x04" + bytes(range(256)),
            [
                "network.csv: is a workbook of a spreadsheet; "
                "expected CSV, as a spreadsheet saves it [encoding]"
            ],
        ),
        (
            f'{HEAD}\nann,2026-01-05,,\n"bob,2026-01-05,ann,\n' + "cat,2026-01-05,,\n" * 9000,
            [
                "network.csv:3: cannot be read: field larger than field limit (131072); "
                "expected every quotation mark closed [row-form]"
            ],
        ),
    ],
    ids=["nothing", "other columns", "short row", "Latin-1", "workbook", "open quotation mark"],
)
def test_a_file_that_is_no_table(desk: Desk, text: str | bytes, problems: list[str]) -> None:
    desk.put("network.csv", text)
    assert desk.refusal() == problems


def test_a_file_that_is_not_there(desk: Desk) -> None:
    assert desk.refusal("--network", desk.path("none.csv")) == [
        "none.csv: cannot be read: No such file or directory; expected a file [no-file]"
    ]


def test_semicolons_a_mark_at_the_beginning_and_windows_lines_are_fine(desk: Desk) -> None:
    desk.run(out="plain")
    with (desk.folder / "network.csv").open() as file:
        text = file.read().replace(",", ";").replace("\n", "\r\n")
    desk.put("network.csv", b"\xef\xbb\xbf" + text.encode())
    desk.run()
    assert desk.rows("statements", "distributor", "amount") == desk.rows(
        "statements", "distributor", "amount", out="plain"
    )

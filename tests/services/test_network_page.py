"""docs/network-files.md says of columns and errors what the code does."""

import re
from pathlib import Path

from saleor_mlm.services.network_format import COLUMNS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "network-files.md").read_text()
SOURCES = ("network_*.py", "opening*.py", "csv_files.py")
CODE = re.compile(r'"([A-Z]+(?:_[A-Z]+)+|CYCLE|FILE|CELLS|QUOTES|LETTERS)"')
ELSEWHERE = {"CODE_INVALID", "CODE_RESERVED", "COMMIT_UNDER_WAY", "CHANGED_MEANWHILE"}


def test_the_columns_are_those_that_are_read():
    table = PAGE.partition("<!-- columns -->")[2].partition("<!-- end -->")[0]

    rows = table.strip().splitlines()[2:]

    assert rows == [
        f"| `{column.name}` | {'required ' if column.required else ''}| {column.meaning} |"
        f" `{column.example}` |"
        for column in COLUMNS
    ]


def test_every_error_is_told():
    told = set(re.findall(r"`([A-Z_]{4,})`", PAGE.partition("## Errors")[2]))
    texts = [file.read_text() for name in SOURCES for file in folder().glob(name)]

    raised = {code for text in texts for code in CODE.findall(text)}

    assert told - ELSEWHERE == raised - ELSEWHERE
    assert all(f"`{code}`" in PAGE for code in ELSEWHERE)


def folder() -> Path:
    return ROOT / "saleor_mlm" / "services"

"""What the tests of files share."""

from pathlib import Path

import pytest

from .desk import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A plan, a network and sales that are right, in a folder of their own."""
    return Desk(tmp_path, capsys)

"""The digests, fresh for each test, so that one may spoil a fact; and the checks' own package."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

import contract


@pytest.fixture
def digests() -> dict[str, contract.Digest]:
    return {version: contract.load(version) for version in contract.VERSIONS}

"""Our part of the schema is what is committed, and every document we wrote fits it."""

from pathlib import Path

from saleor_mlm.graphql import sdl

ROOT = Path(__file__).parents[2]


def test_the_committed_schema_is_what_the_store_serves():
    """After a change: `manage.py mlm schema > docs/mlm.graphql`, and a line in the changelog."""
    assert (ROOT / "docs" / "mlm.graphql").read_text() == sdl.text()

"""`docs/settings.md` is up to date, and every declared setting can be kept and shown."""

from pathlib import Path

import pytest
from django.apps import apps

from saleor_mlm.services.declared_settings import TABLE
from saleor_mlm.services.settings_page import settings_page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_is_up_to_date():
    """To write it: `python tests/services/test_settings_page.py`."""
    assert PAGE.read_text() == settings_page()


@pytest.mark.parametrize("item", TABLE, ids=lambda item: item.name)
def test_a_default_can_be_written_as_a_value_and_read_back(item):
    assert apps.get_model("saleor_mlm", "ChannelSettings")._meta.get_field(item.column)
    if item.default is not None:
        assert item.parse(item.text(item.default)) == item.default
    assert item.words(item.default)


if __name__ == "__main__":
    PAGE.write_text(settings_page())

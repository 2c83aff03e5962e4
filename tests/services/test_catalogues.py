"""Every word of the mails is there in every language, and what is compiled is what is written."""

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parents[2] / "dev" / "messages.py"
SPEC = importlib.util.spec_from_file_location("messages", PATH)
messages = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(messages)


def keys(catalog):
    return {(message.context, message.id) for message in catalog if message.id}


def test_german_and_japanese_are_there():
    assert {"de", "ja"} <= set(messages.known())


@pytest.mark.parametrize("language", messages.known())
def test_a_catalogue_says_everything(language):
    """After a change of words: python dev/messages.py, translate, and once more."""
    catalog = messages.read(language)

    assert keys(catalog) == keys(messages.template())
    assert [message.id for message in catalog if not messages.complete(message)] == []


@pytest.mark.parametrize("language", messages.known())
def test_a_catalogue_is_compiled_and_names_its_language(language):
    catalog = messages.read(language)
    compiled = messages.po_file(language).with_suffix(".mo").read_bytes()

    assert compiled == messages.compiled(catalog)
    assert catalog.get("en", "code of the language of this catalogue").string == language


@pytest.mark.parametrize("language", messages.known())
def test_a_translation_keeps_its_placeholders(language):
    for message in messages.read(language):
        assert [str(fault) for fault in message.check()] == []

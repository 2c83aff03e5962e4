"""Makes the catalogues of the words in mails: collects them from the code, compiles what is said.

    python dev/messages.py [LANGUAGE ...]     adds a language that is not there yet

Translators edit saleor_mlm/locale/<language>/LC_MESSAGES/django.po; then run this again.
Invariant: each .mo is the compiled .po beside it (tests/services/test_catalogues.py).
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "saleor_mlm"
LOCALE = PACKAGE / "locale"
MADE = datetime(2026, 11, 22, tzinfo=UTC)  # the same whenever it is made
TRANSLATED = [
    ("services/invitation_letters.py", "python"),
    ("services/letters.py", "python"),
]


def main(languages: list[str]) -> None:
    found = template()
    for language in sorted({*languages, *known()}):
        path = po_file(language)
        catalog = read(language) if path.exists() else Catalog(locale=language)
        catalog.header_comment = "# The words of the mails to distributors."
        catalog.project, catalog.version, catalog.fuzzy = "saleor-mlm", "1", False
        catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "none"
        catalog.creation_date = catalog.revision_date = MADE
        catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = [message.id for message in catalog if message.id and not complete(message)]
        print(f"{language}: {len(missing)} to translate {missing or ''}")


def template() -> Catalog:
    """The words that stand in the code."""
    catalog = Catalog()
    found = extract_from_dir(PACKAGE, method_map=TRANSLATED, comment_tags=("Translators:",))
    for file, _line, message, comments, context in found:
        catalog.add(message, None, [(f"saleor_mlm/{file}", None)], (), comments, context=context)
    return catalog


def known() -> list[str]:
    return sorted(path.name for path in LOCALE.iterdir() if path.is_dir())


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def written(catalog: Catalog) -> bytes:
    output = io.BytesIO()
    write_po(
        output, catalog, omit_header=False, include_lineno=False, ignore_obsolete=True, width=99
    )
    return output.getvalue()


def compiled(catalog: Catalog) -> bytes:
    output = io.BytesIO()
    write_mo(output, catalog)
    return output.getvalue()


def complete(message: object) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts) and not message.fuzzy


if __name__ == "__main__":
    main(sys.argv[1:])

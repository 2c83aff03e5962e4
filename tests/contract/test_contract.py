"""What we need of Saleor exists in every version that we support; checked without any Saleor.

A name without a row: run dev/contract.py, which needs a clone of Saleor.
"""

import pytest

import contract
from contract import Digest, checks, saleor_facts
from saleor_mlm.plugin import MlmPlugin

Digests = dict[str, Digest]

# Documents that only a running program knows; each has its reason.
UNREADABLE = {
    "recorder/mlm_recorder/scripts.py:checkout_edited": "one of two mutations of the same shape",
    "recorder/mlm_recorder/scripts.py:order_edited": "one of three mutations of metadata",
    "recorder/mlm_recorder/store.py:Store.order_action": "any mutation that takes an order's id",
    "tests/scenarios/test_bad_input.py:Mutations.document": "made of the store's own schema",
}
# What a file's dictionaries do not show, since it is handed on; the same in every version.
PRICE = "the price that the store answered"
HANDED = "whoever calls gives the metadata"
MISFITS = {
    ("sandbox/saleor_sandbox/shop.py:PAY", "MoneyInput.amount must be given"): PRICE,
    ("sandbox/saleor_sandbox/shop.py:PAY", "MoneyInput.currency must be given"): PRICE,
    ("recorder/mlm_recorder/store.py:Store.complete", "MetadataInput.key must be given"): HANDED,
    ("recorder/mlm_recorder/store.py:Store.complete", "MetadataInput.value must be given"): HANDED,
}
# What we use although versions differ.
MORE = "3.23 began to pass calculate_stocks_with_shipping_zones; **kwargs takes it"
DIFFERENCES = {
    "graphql": {"CheckoutCreateInput.lines": "may be left out on 3.24; we give it"},
    "imports": {},
    "members": {},
    "hooks": dict.fromkeys(
        ["fulfillment_approved", "fulfillment_canceled", "fulfillment_created"], MORE
    ),
    "attributes": {
        "saleor.order.models.Order.metadata": "may be null on 3.21, where the default is {} too",
        "saleor.order.models.Order.private_metadata": "may be null on 3.21; we take null for {}",
        "saleor.plugins.models.PluginConfiguration.configuration": (
            "may be null on 3.21; Saleor itself never writes null"
        ),
    },
    "values": {},
    "columns": {},
}
# Where the sandbox's schema says otherwise than Saleor's.
SANDBOX = {
    f"{owner}.thumbnail(format): ThumbnailFormatEnum here, ThumbnailFormatEnum = ORIGINAL in Saleor"
    for owner in ("OrderLine", "Product")
}


def test_every_name_that_we_use_has_a_row(digests: Digests) -> None:
    assert checks.without_a_row(digests) == []


def test_every_lookup_of_the_adapters_is_understood() -> None:
    assert checks.USED().unknown == set()


def test_every_version_speaks_of_the_same_names(digests: Digests) -> None:
    for section in ("graphql", *saleor_facts.FACTS):
        names = {frozenset(digest[section]) for digest in digests.values()}
        assert len(names) == 1, section


def test_digests_are_of_the_versions_that_they_are_named_for(digests: Digests) -> None:
    for version, digest in digests.items():
        assert str(digest["saleor"]["version"]).startswith(f"{version}.")


def test_sandbox_is_a_part_of_saleor(digests: Digests) -> None:
    assert set(checks.sandbox_differs(digests[contract.IMITATED])) == SANDBOX


def test_every_document_fits_every_version(digests: Digests) -> None:
    found = checks.misfits(digests)

    assert {(place, error) for place, errors in found.items() for error in errors} == {
        (f"{version} {place}", error) for version in digests for place, error in MISFITS
    }


def test_every_document_can_be_read() -> None:
    documents, unreadable = checks.WRITTEN()

    assert set(unreadable) == set(UNREADABLE)
    folders = {document.place.split("/")[0] for document in documents}
    assert folders >= {"sandbox", "tests", "storefront_theme"}


@pytest.mark.parametrize("section", DIFFERENCES)
def test_what_we_use_is_the_same_in_every_version(digests: Digests, section: str) -> None:
    assert checks.unsettled(digests, section).keys() == DIFFERENCES[section].keys()


def test_hooks_take_what_every_version_passes(digests: Digests) -> None:
    assert checks.refused_calls(MlmPlugin, digests) == []

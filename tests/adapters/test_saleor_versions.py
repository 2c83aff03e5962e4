"""What only some versions of Saleor allow, and what we read then."""

from saleor.order.models import Order

from saleor_mlm.adapters import saleor_versions


def test_metadata_that_is_null_is_empty() -> None:
    assert saleor_versions.metadata(Order(number=1, metadata=None)) == {}
    told = Order(number=1, metadata={"mlm.ref": "ANN"})
    assert saleor_versions.metadata(told) == {"mlm.ref": "ANN"}


def test_configuration_that_is_null_is_empty() -> None:
    assert saleor_versions.configuration(None) == []
    assert saleor_versions.configuration([{"name": "hold"}]) == [{"name": "hold"}]

"""What keeps the scenarios honest: they know the store by its HTTP answers alone."""

import sys


def test_neither_package_is_imported() -> None:
    roots = {name.partition(".")[0] for name in sys.modules}
    assert roots & {"saleor", "saleor_mlm", "saleor_sandbox", "mlm_faults", "django"} == set()

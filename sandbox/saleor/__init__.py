"""The sandbox: an import-compatible slice of Saleor 3.23, for demonstrations and CI."""

__version__ = "3.23.28"


class NotInSandbox(Exception):
    """A part of Saleor was asked for that this slice does not have."""

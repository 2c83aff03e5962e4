"""saleor_mlm turns an existing Saleor store into an honest direct-selling company."""

__version__ = "0.1.0"

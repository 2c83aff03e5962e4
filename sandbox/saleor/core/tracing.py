from django.db.transaction import atomic as traced_atomic_transaction

__all__ = ["traced_atomic_transaction"]

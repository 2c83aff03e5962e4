import threading
from collections.abc import Iterable
from typing import Any

from promise import Promise
from promise.dataloader import DataLoader as BaseLoader

from ...core.db.connection import allow_writer_in_context
from .context import SaleorContext, get_database_connection_name


class DataLoader[K, R](BaseLoader):
    """One loader of each kind per context, reading from the context's connection."""

    context_key: str
    thread_id: int
    context: SaleorContext
    database_connection_name: str

    def __new__(cls, context: SaleorContext) -> Any:
        key = cls.context_key
        if key is None:
            raise TypeError(f"Data loader {cls} does not define a context key")
        if not hasattr(context, "dataloaders"):
            context.dataloaders = {}
        if key not in context.dataloaders:
            context.dataloaders[key] = super().__new__(cls)
        loader = context.dataloaders[key]
        assert isinstance(loader, cls)
        return loader

    def __init__(self, context: SaleorContext) -> None:
        thread_id = threading.get_native_id()
        known = getattr(self, "thread_id", None)
        if known == thread_id:
            return
        assert known is None, "Dataloaders cannot be shared between threads"
        self.thread_id = thread_id
        self.context = context
        self.database_connection_name = get_database_connection_name(context)
        super().__init__()

    def batch_load_fn(self, keys: Iterable[K]) -> Promise[list[R]]:
        with allow_writer_in_context(self.context):
            results = self.batch_load(keys)
        return results if isinstance(results, Promise) else Promise.resolve(results)

    def batch_load(self, keys: Iterable[K]) -> Promise[list[R]] | list[R]:
        raise NotImplementedError

from .apps import AppByTokenLoader, app_promise_callback, get_app_promise

__all__ = ["AppByTokenLoader", "app_promise_callback", "get_app_promise"]

"""Saleor's Celery app, on which our tasks are registered."""

from saleor.celeryconf import app

__all__ = ["app"]

from typing import Any

from celery import Task
from django.conf import settings
from django.db import connections
from django.utils.module_loading import import_string


class RestrictWriterDBTask(Task):
    """Every task runs under the writer's watch; without a watchman it silently does not run."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not settings.CELERY_RESTRICT_WRITER_METHOD:
            return None
        watch = import_string(settings.CELERY_RESTRICT_WRITER_METHOD)
        with connections[settings.DATABASE_CONNECTION_DEFAULT_NAME].execute_wrapper(watch):
            return super().__call__(*args, **kwargs)

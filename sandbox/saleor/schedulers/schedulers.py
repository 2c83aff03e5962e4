from django_celery_beat.schedulers import DatabaseScheduler

__all__ = ["DatabaseScheduler"]

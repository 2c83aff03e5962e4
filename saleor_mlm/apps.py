"""The Django app: at start it joins Saleor's GraphQL and tells beat what to call."""

from django.apps import AppConfig


class MlmConfig(AppConfig):
    """Installed by the entry point; inert outside the Saleor versions it knows."""

    name = "saleor_mlm"
    verbose_name = "Network marketing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .adapters import host

        host.warn_if_unsupported()
        if host.is_supported():
            host.attempt("joining the GraphQL schema", _join)
            host.attempt("scheduling the background tasks", _schedule)


def _join() -> None:
    from .graphql import join

    join.join()


def _schedule() -> None:
    from .adapters import beat
    from .tasks import schedule

    beat.schedule(schedule.entries())

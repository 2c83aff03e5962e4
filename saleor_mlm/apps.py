"""The Django app: at start it joins Saleor's GraphQL and tells beat what to call."""

from django.apps import AppConfig


class MlmConfig(AppConfig):
    """Installed by the entry point; inert outside the Saleor versions it knows."""

    name = "saleor_mlm"
    verbose_name = "Network marketing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .adapters import beat, host
        from .graphql import join
        from .tasks import schedule

        host.warn_if_unsupported()
        if host.is_supported():
            join.join()
            beat.schedule(schedule.entries())

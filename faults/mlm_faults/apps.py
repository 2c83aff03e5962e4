"""Puts the faults in place when the store's processes start."""

from django.apps import AppConfig, apps

from . import state


class FaultsConfig(AppConfig):
    name = "mlm_faults"
    verbose_name = "Faults for saleor_mlm (test only)"

    def ready(self) -> None:
        if not state.is_on():
            return
        from . import clock, statements, tasks

        clock.install()
        statements.install()
        tasks.install()
        if apps.is_installed("saleor_mlm"):
            from . import hooks

            hooks.install()
            tasks.be_patient_on_demand()

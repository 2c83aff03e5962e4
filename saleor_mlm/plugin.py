"""The plugin class that Saleor loads: hooks that note an order's change, and the settings form."""

import logging
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from saleor.plugins.base_plugin import BasePlugin, ConfigurationTypeField

from .adapters import host, saleor_versions, switch
from .services import doctor, notices, outbox, settings
from .services.attribution import METADATA_KEY
from .services.declared_settings import FORM
from .services.errors import MlmError

logger = logging.getLogger(__name__)

OUTPUT = "What is missing"
CHANNEL_FIRST = " A channel's own setting goes first."


class MlmPlugin(BasePlugin):
    """Network marketing: sales by referral pay the upline.

    Every hook does one thing, after the order's transaction: it notes the order's id. It raises
    nothing and waits for nothing. Global, since hooks without a channel reach only global plugins.
    """

    PLUGIN_ID = switch.PLUGIN_ID
    PLUGIN_NAME = "Network marketing"
    PLUGIN_DESCRIPTION = (
        "Attributes sales to distributors, computes commissions by your compensation plan and "
        "keeps the ledger. Orders count from the moment it is first switched on."
    )
    CONFIGURATION_PER_CHANNEL = False
    DEFAULT_ACTIVE = False
    DEFAULT_CONFIGURATION = [
        *({"name": item.form, "value": item.text(item.default)} for item in FORM),
        *({"name": name, "value": False} for name in notices.FORM.values()),
        {"name": OUTPUT, "value": ""},
    ]
    CONFIG_STRUCTURE = {
        **{
            str(item.form): {
                "type": ConfigurationTypeField.STRING,
                "label": item.form,
                "help_text": f"{item.meaning} {item.kind.limits[:1].upper()}{item.kind.limits[1:]}."
                f"{CHANNEL_FIRST if item.column else ''}",
            }
            for item in FORM
        },
        **{
            name: {
                "type": ConfigurationTypeField.BOOLEAN,
                "label": name,
                "help_text": "Sent to distributors by the store's mail server (EMAIL_URL), in"
                " their language. Each of them can switch it off for himself.",
            }
            for name in notices.FORM.values()
        },
        OUTPUT: {
            "type": ConfigurationTypeField.OUTPUT,
            "label": OUTPUT,
            "help_text": "What to do before sales become pay; checked whenever this page opens.",
        },
    }

    def order_created(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_confirmed(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_paid(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_fully_paid(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_updated(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_fulfilled(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_cancelled(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_refunded(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def order_fully_refunded(self, order: Any, previous_value: Any = None, **kwargs: Any) -> Any:
        return self._note_order(order, previous_value)

    def fulfillment_created(self, fulfillment: Any, previous_value: Any = None, **_: Any) -> Any:
        return self._note(fulfillment.order_id, "", previous_value)

    def fulfillment_approved(self, fulfillment: Any, previous_value: Any = None, **_: Any) -> Any:
        return self._note(fulfillment.order_id, "", previous_value)

    def fulfillment_canceled(self, fulfillment: Any, previous_value: Any = None, **_: Any) -> Any:
        return self._note(fulfillment.order_id, "", previous_value)

    def resolve_plugin_configuration(self, request: Any) -> Any:
        """The form's values; what is missing is looked up only when somebody opens the page."""
        with host.writer():
            missing = doctor.summary()
        return [
            {**item, "value": missing if item["name"] == OUTPUT else item["value"]}
            for item in self.configuration
        ]

    @classmethod
    def validate_plugin_configuration(cls, plugin_configuration: Any, **kwargs: Any) -> None:
        try:
            settings.check_form(plugin_configuration.configuration)
        except MlmError as error:
            refused = ValidationError(error.message, code="plugin-misconfigured")
            raise ValidationError({str(error.field): refused}) from None

    @classmethod
    def save_plugin_configuration(cls, plugin_configuration: Any, cleaned_data: Any) -> Any:
        before = switch.form()
        saved = super().save_plugin_configuration(plugin_configuration, cleaned_data)
        settings.log_form(before, switch.form(), "plugin form")
        if saved.active and host.is_supported():
            settings.activate()
        return saved

    def _note_order(self, order: Any, previous_value: Any) -> Any:
        code = saleor_versions.metadata(order).get(METADATA_KEY, "")
        return self._note(order.id, code if isinstance(code, str) else "", previous_value)

    def _note(self, order_id: UUID, claimed_code: str, previous_value: Any) -> Any:
        if host.is_supported():
            transaction.on_commit(partial(outbox.put, order_id, claimed_code))
        return previous_value

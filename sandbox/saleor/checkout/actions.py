from ..core.utils.events import call_event
from ..plugins.manager import PluginsManager
from . import CheckoutAuthorizeStatus, CheckoutChargeStatus
from .calculations import update_payment_statuses
from .models import Checkout

PAID = (CheckoutChargeStatus.FULL, CheckoutChargeStatus.OVERCHARGED)


def call_checkout_event(manager: PluginsManager, event_name: str, checkout: Checkout) -> None:
    call_event(getattr(manager, event_name), checkout, webhooks=set())


def transaction_amounts_for_checkout_updated(checkout: Checkout, manager: PluginsManager) -> None:
    was_paid = checkout.charge_status in PAID
    was_authorized = checkout.authorize_status == CheckoutAuthorizeStatus.FULL
    update_payment_statuses(checkout, has_lines=checkout.lines.exists())
    if not was_paid and checkout.charge_status in PAID:
        call_checkout_event(manager, "checkout_fully_paid", checkout)
    if not was_authorized and checkout.authorize_status == CheckoutAuthorizeStatus.FULL:
        call_checkout_event(manager, "checkout_fully_authorized", checkout)

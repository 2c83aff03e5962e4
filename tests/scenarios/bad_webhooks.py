"""Bad input about webhooks and mails; rows like those of bad_input.py."""

from contextlib import suppress

from .bad_input import NUL, NUL_MESSAGE, Given, World, global_id, row
from .endpoint import CREATE, DELETE, DELIVERIES, UPDATE
from .graphql import Refused

DELIVER = "saleor_mlm.tasks.events.deliver"
NOBODY_LISTENS = "http://127.0.0.1:9/"
ADDRESS_MESSAGE = (
    "An endpoint's address is like https://hooks.example/mlm, without a name and password, at"
    " most 500 characters."
)
OFF_MESSAGE = "The endpoint is switched off: switch it on with mlmWebhookEndpointUpdate first."
NO_ENDPOINT = "There is no such endpoint."


def an_endpoint(world: World, active: bool = True) -> str:
    """An endpoint that never answers; gone when the row is done."""
    made = world.store.app.ask(
        CREATE, input={"url": NOBODY_LISTENS, "kinds": ["DISTRIBUTOR_ENROLLED"]}
    )
    key: str = made["endpoint"]["id"]
    world.after(delete, world, key)
    if not active:
        world.store.app.ask(UPDATE, id=key, input={"active": False})
    return key


def delete(world: World, key: str) -> None:
    with suppress(Refused):
        world.store.app.ask(DELETE, id=key)


@row("mlmWebhookEndpointCreate", "INVALID_URL", "url")
def an_address_that_is_none(world: World) -> Given:
    wish = {"url": "hooks.example/mlm", "kinds": ["SALE_ATTRIBUTED"], "name": "ERP"}
    return {"input": wish}, ADDRESS_MESSAGE


@row("mlmWebhookEndpointCreate", "INVALID_URL", "url")
def an_address_with_a_password(world: World) -> Given:
    wish = {"url": "https://me:secret@hooks.example/", "kinds": ["SALE_ATTRIBUTED"]}
    return {"input": wish}, ADDRESS_MESSAGE


@row("mlmWebhookEndpointCreate", "INVALID_TEXT", "name")
def a_name_with_a_nul(world: World) -> Given:
    return {"input": {"url": "none", "kinds": ["SALE_ATTRIBUTED"], "name": NUL}}, NUL_MESSAGE


@row("mlmWebhookEndpointCreate", "REQUIRED", "kinds")
def no_kind_of_event(world: World) -> Given:
    message = "Name at least one kind of event."
    return {"input": {"url": "https://hooks.example/", "kinds": []}}, message


@row("mlmWebhookEndpointUpdate", "INVALID_TEXT", "name")
def a_name_without_end(world: World) -> Given:
    message = "A name has at most 128 characters."
    return {"id": an_endpoint(world), "input": {"name": "x" * 129}}, message


@row("mlmWebhookEndpointUpdate", "INVALID_ID", "id")
def an_id_of_something_else(world: World) -> Given:
    key = global_id("Product", "1")
    return {"id": key, "input": {}}, f"{key} is no id of a MlmWebhookEndpoint."


@row("mlmWebhookEndpointDelete", "NOT_FOUND", "id")
def an_endpoint_that_is_gone(world: World) -> Given:
    return {"id": global_id("MlmWebhookEndpoint", "999999999")}, NO_ENDPOINT


@row("mlmWebhookSecretRotate", "NOT_FOUND", "id")
def a_secret_of_no_endpoint(world: World) -> Given:
    return {"id": global_id("MlmWebhookEndpoint", "999999999")}, NO_ENDPOINT


@row("mlmWebhookRedeliver", "REQUIRED", "delivery")
def nothing_to_send_again(world: World) -> Given:
    return {}, "Name either a delivery or an endpoint."


@row("mlmWebhookRedeliver", "ENDPOINT_OFF", "endpoint")
def an_endpoint_that_is_off(world: World) -> Given:
    return {"endpoint": an_endpoint(world, active=False)}, OFF_MESSAGE


@row("mlmWebhookRedeliver", "STILL_WAITING", "delivery")
def a_delivery_that_waits_anyway(world: World) -> Given:
    an_endpoint(world)
    world.carol()
    world.faults.run(DELIVER)
    newest = world.store.app.ask(DELIVERIES, first=100)["edges"][-1]["node"]
    delivery = newest["deliveries"]["edges"][0]["node"]
    assert delivery["state"] == "WAITING"
    return {"delivery": delivery["id"]}, "This delivery waits to be sent anyway."


@row("mlmNoticeChoose", "NO_DISTRIBUTOR", "kind")
def mails_to_somebody_who_gets_none(world: World) -> Given:
    world.caller = world.store.customer().client
    return {"kind": "SALE", "wanted": False}, "Only a distributor gets these mails."

# Arguments carry the names that GraphQL gives them.
# ruff: noqa: A002
"""Accounts that people open themselves, confirmed by e-mail where the shop wants that."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site
from django.http.request import split_domain_port, validate_host

from ...account.models import User
from ...account.tasks import confirm_token, finish_creating_user
from ...channel.models import Channel
from ..core.mutations import fail
from ..core.sdl import resolves
from .schema import user_fields


@resolves("Mutation.accountRegister")
def account_register(_root: Any, _info: Any, input: dict[str, Any]) -> Any:
    confirms = Site.objects.get_current().settings.enable_account_confirmation_by_email
    if confirms:
        _check_confirmation(input)
    password = input["password"]
    if len(password) < 8:
        message = "This password is too short. It must contain at least 8 characters."
        raise fail("password", message, "password_too_short")
    made = User(email=input["email"].lower(), is_confirmed=False)
    # Who is a customer already is nobody's business: a known address gets the same answer.
    if not User.objects.filter(email=made.email).exists():
        made = User(**user_fields(input, input["email"]), is_confirmed=False)
        made.set_password(password)
        made.save()
        finish_creating_user.delay(made.pk, input.get("redirect_url"))
    return {"user": made, "requires_confirmation": confirms}


def _check_confirmation(input: dict[str, Any]) -> None:
    url = input.get("redirect_url")
    if not url:
        raise fail("redirectUrl", "This field is required.", "required")
    domain, _port = split_domain_port(urlsplit(url).netloc)
    if not validate_host(domain, settings.ALLOWED_CLIENT_HOSTS):
        message = f"{domain or url} is not allowed. Please check `ALLOWED_CLIENT_HOSTS`."
        raise fail("redirectUrl", message, "invalid")
    if not Channel.objects.filter(slug=input.get("channel"), is_active=True).exists():
        raise fail("channel", "Channel slug is missing or of no active channel.", "not_found")


@resolves("Mutation.confirmAccount")
def confirm_account(
    _root: Any, _info: Any, email: str, token: str, password: str | None = None
) -> Any:
    """The password is asked for only where orders of guests are merged, which is off here."""
    found = User.objects.filter(email=email, is_active=True).first()
    if not found or not confirm_token.check_token(found, token):
        raise fail("token", "Invalid or expired token.", "invalid")
    found.is_confirmed = True
    found.save(update_fields=["is_confirmed", "updated_at"])
    return {"user": found}

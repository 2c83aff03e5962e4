"""Accounts for visitors who enrol, opened by Saleor's own accountRegister.

So its password rules, hooks and confirmation mail hold. Nobody gets an existing account by it:
whoever has one logs in. Where the shop confirms addresses by mail, whether there is an account is
not even told, as Saleor does not tell it.
"""

from dataclasses import dataclass
from typing import Any

from ..adapters import people
from ..models import Invitation
from ..services.errors import MlmError

REGISTER = """mutation ($input: AccountRegisterInput!) {
  accountRegister(input: $input) { errors { field message } } }"""
FIELDS = "first_name last_name redirect_url language_code channel".split()
LOGIN = "There is an account with this address; log in to enrol."


@dataclass(frozen=True, slots=True)
class Account:
    """`user_id` is none where it may not be told whether an account was opened, and none was."""

    user_id: int | None
    awaits_confirmation: bool


def check(input: dict[str, Any], invitation: Invitation | None) -> None:
    """Refuse what no visitor may ask; nothing is written yet."""
    if not input.get("password"):
        raise MlmError("REQUIRED", "Choose a password.", "password")
    if invitation and _email(input, invitation).lower() != invitation.email.lower():
        message = f"This invitation is for {invitation.email}."
        raise MlmError("INVITATION_OF_ANOTHER", message, "email")
    for name in ("code", "handle"):
        if input.get(name) and not invitation and people.are_confirmed_by_mail():
            message = "Choose it when your address is confirmed and you have logged in."
            raise MlmError("CONFIRM_FIRST", message, name)


def account(info: Any, input: dict[str, Any], invitation: Invitation | None) -> Account:
    """Open an account for a visitor."""
    email = _email(input, invitation)
    confirms = people.are_confirmed_by_mail()
    # With an invitation the token has shown that the mail arrives.
    secret = confirms and invitation is None
    known = people.by_email(email)
    if known and not secret:
        raise MlmError("LOGIN_REQUIRED", LOGIN, "email")
    _register(info, {**input, "email": email})
    if known:
        return Account(None, True)
    made = people.by_email(email)
    if made is None or not people.has_password(made, input["password"]):
        # Somebody else was opening an account with this address at the same moment.
        if secret:
            return Account(None, True)
        raise MlmError("LOGIN_REQUIRED", LOGIN, "email")
    return Account(made.id, confirms)


def _email(input: dict[str, Any], invitation: Invitation | None) -> str:
    return str(input.get("email") or (invitation.email if invitation else "")).strip()


def _register(info: Any, input: dict[str, Any]) -> None:
    chosen = {_camel(name): input[name] for name in FIELDS if input.get(name)}
    wanted = {"email": input["email"], "password": input["password"], **chosen}
    answer = info.schema.execute(
        REGISTER, variable_values={"input": wanted}, context_value=info.context
    )
    if answer.errors:
        raise answer.errors[0]
    errors = [
        MlmError("ACCOUNT_REFUSED", error["message"], error["field"])
        for error in answer.data["accountRegister"]["errors"]
    ]
    if errors:
        first, *more = errors
        raise MlmError(first.code, first.message, first.field, tuple(more))


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)

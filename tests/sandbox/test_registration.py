"""Accounts that are confirmed by e-mail, as Saleor does it."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from mlm_recorder.store import ERRORS, Store, StoreError

SETTINGS = f"""mutation ($input: ShopSettingsInput!) {{
  shopSettingsUpdate(input: $input) {{ {ERRORS} }} }}"""
REGISTER = f"""mutation ($input: AccountRegisterInput!) {{
  accountRegister(input: $input) {{ requiresConfirmation {ERRORS} }} }}"""
CONFIRM = f"""mutation ($email: String!, $token: String!) {{
  confirmAccount(email: $email, token: $token) {{ user {{ isConfirmed }} {ERRORS} }} }}"""
WANTED = {"email": "ann@example.com", "password": "password1", "channel": "us"}


@pytest.fixture
def confirming(store: Store) -> Store:
    wanted = {"enableAccountConfirmationByEmail": True, "allowLoginWithoutConfirmation": False}
    store.app(SETTINGS, input=wanted)
    return store


def test_nobody_signs_in_before_the_link_of_the_mail_is_followed(
    confirming: Store, mailoutbox: list[Any]
) -> None:
    wanted = {**WANTED, "redirectUrl": "http://127.0.0.1:3000/us/confirm"}

    assert confirming.call(REGISTER, {"input": wanted})["requiresConfirmation"] is True

    with pytest.raises(StoreError, match="confirmed via email"):
        confirming.login("ann@example.com", "password1")
    link = urlsplit(re.findall(r"http\S+", mailoutbox[0].body)[0])
    assert link.path == "/us/confirm"
    found = {name: values[0] for name, values in parse_qs(link.query).items()}
    assert confirming.call(CONFIRM, found)["user"] == {"isConfirmed": True}
    assert confirming.login("ann@example.com", "password1")


def test_a_link_leads_only_to_the_shop(confirming: Store, mailoutbox: list[Any]) -> None:
    for url, message in [(None, "required"), ("https://evil.example/", "is not allowed")]:
        with pytest.raises(StoreError, match=message):
            confirming.call(REGISTER, {"input": {**WANTED, "redirectUrl": url}})

    assert mailoutbox == []


def test_a_known_address_gets_the_same_answer_and_no_mail(
    confirming: Store, mailoutbox: list[Any]
) -> None:
    wanted = {**WANTED, "redirectUrl": "http://127.0.0.1:3000/us/confirm"}
    confirming.call(REGISTER, {"input": wanted})

    assert confirming.call(REGISTER, {"input": wanted})["requiresConfirmation"] is True

    assert len(mailoutbox) == 1


def test_a_wrong_token_confirms_nobody(confirming: Store) -> None:
    confirming.call(REGISTER, {"input": {**WANTED, "redirectUrl": "http://127.0.0.1:3000/"}})

    with pytest.raises(StoreError, match="Invalid or expired token"):
        confirming.call(CONFIRM, {"email": "ann@example.com", "token": "x-y"})

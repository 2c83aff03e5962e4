"""Enrolling over GraphQL, as visitors, invited people and staff do it."""

import re
import uuid
from email.message import EmailMessage
from typing import Any

from .graphql import Client
from .mlm import ERRORS, Distributor
from .store import Customer

ENROLL = f"""mutation ($input: MlmDistributorEnrollInput!) {{
  mlmDistributorEnroll(input: $input) {{
    distributor {{ code displayName }} requiresConfirmation starterKit {ERRORS} }} }}"""
ME = """{ mlmMe { code accountClass status enroller { code }
  agreement { version } } }"""
INVITE = f"""mutation ($email: String!) {{
  mlmEnrolmentInvite(channel: "us", email: $email, displayName: "Eve") {{
    invitation {{ id state }} {ERRORS} }} }}"""
INVITATION = """query ($token: String!) {
  mlmInvitation(token: $token) { state email channel enroller { code displayName } } }"""
SPONSORS = """query ($text: String!) {
  mlmSponsors(text: $text, channel: "us") { code displayName } }"""
CANCEL = f"mutation {{ mlmEnrolmentCancel {{ distributor {{ status }} {ERRORS} }} }}"
PUBLISH = f"""mutation ($channel: String!, $version: String!) {{
  mlmAgreementPublish(channel: $channel, version: $version, text: "Sell honestly.") {{
    {ERRORS} }} }}"""
AGREEMENT = "query ($channel: String!) { mlmAgreement(channel: $channel) { version text } }"
CLASS_CHANGE = f"""mutation ($user: ID!, $class: MlmAccountClass!) {{
  mlmAccountClassChange(user: $user, accountClass: $class, reason: "asked for it") {{
    accountClass {ERRORS} }} }}"""
TOKEN = re.compile(r"/us/join\?invitation=(\w+)")


def enrol(client: Client, **wishes: Any) -> dict[str, Any]:
    """The payload, errors included."""
    found: dict[str, Any] = client.answer(ENROLL, input={"channel": "us"} | wishes)["data"]
    payload: dict[str, Any] = found["mlmDistributorEnroll"]
    return payload


def visitor(name: str, enroller: Distributor | None = None) -> dict[str, Any]:
    """What a visitor writes into the form."""
    wishes = {
        "displayName": name,
        "email": f"{name.lower()}-{uuid.uuid4().hex[:10]}@example.com",
        "password": "password1",
    }
    return wishes | ({"enrollerCode": enroller.code} if enroller else {})


def me(customer: Customer) -> dict[str, Any]:
    found: dict[str, Any] = customer.client.ask(ME)
    return found


def token_in(mails: list[tuple[list[str], EmailMessage]], email: str) -> str:
    """The token of the invitation that somebody got last."""
    bodies = [mail.get_body(("plain",)) for to, mail in mails if to == [email]]
    found = TOKEN.search(bodies[-1].get_content() if bodies[-1] else "")
    assert found
    return found[1]

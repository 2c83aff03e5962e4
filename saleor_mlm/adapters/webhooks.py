"""Calls of a merchant's endpoints: signed as Standard Webhooks says, by Saleor's own HTTP client.

Saleor's client refuses private addresses (HTTP_IP_FILTER_ENABLED), resolves a name only once and
follows no redirect.
"""

import base64
import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from saleor.core.http_client import HTTPClient as client  # noqa: N813 - an instance
from standardwebhooks.webhooks import Webhook

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32
TIMEOUT_SECONDS = (5.0, 10.0)  # to connect, and between two pieces of the answer
DEADLINE_SECONDS = 20.0
RESPONSE_BYTES = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint answered: a status and the beginning of its body, or why there is none."""

    status_code: int | None
    body: str
    fault: str
    duration_ms: int


def new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def headers(message_id: str, at: datetime, body: str, keys: Iterable[str]) -> dict[str, str]:
    """The headers of Standard Webhooks; a signature for each secret that is valid now."""
    return {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(message_id, at, body) for key in keys),
    }


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send a body; never raises, and comes back within DEADLINE_SECONDS.

    The timeouts hold for each piece of an answer: only the deadline ends one that drips.
    """
    started = time.monotonic()
    answers: list[tuple[int | None, str, str]] = []
    call = threading.Thread(target=lambda: answers.append(_call(url, body, headers)), daemon=True)
    call.start()
    call.join(DEADLINE_SECONDS)
    nothing = (None, "", f"no whole answer in {DEADLINE_SECONDS:.0f} seconds")
    status_code, text, fault = answers[0] if answers else nothing
    return Answer(status_code, text, fault, round((time.monotonic() - started) * 1000))


def _call(url: str, body: bytes, headers: dict[str, str]) -> tuple[int | None, str, str]:
    try:
        with client.get_session() as session:
            response = session.request(
                "POST", url, data=body, headers=headers, timeout=TIMEOUT_SECONDS, stream=True
            )
            first = response.raw.read(RESPONSE_BYTES)
            return response.status_code, _text(first), ""
    except Exception as fault:
        return None, "", repr(fault)[:500]


def _text(data: bytes) -> str:
    return data.decode(errors="replace").replace("\x00", "\ufffd")

"""A merchant's endpoint and mail server, as real servers beside the scenarios."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from .graphql import Client

ERRORS = "errors { field message code }"
CREATE = f"""mutation ($input: MlmWebhookEndpointInput!) {{
  mlmWebhookEndpointCreate(input: $input) {{ endpoint {{ id }} secret {ERRORS} }} }}"""
UPDATE = f"""mutation ($id: ID!, $input: MlmWebhookEndpointInput!) {{
  mlmWebhookEndpointUpdate(id: $id, input: $input) {{ endpoint {{ active }} {ERRORS} }} }}"""
DELETE = f"mutation ($id: ID!) {{ mlmWebhookEndpointDelete(id: $id) {{ {ERRORS} }} }}"
DELIVERIES = """query ($first: Int!) { mlmWebhookEndpoints(first: $first) { edges { node { id
  deliveries(first: 100) { edges { node { id kind state attempts { statusCode } } } } } } } }"""
KINDS = ["SALE_ATTRIBUTED", "DISTRIBUTOR_ENROLLED", "COMMISSION_COMMITTED"]


class Endpoint:
    """Keeps the bodies whose signature is right; the first `failing` calls it refuses."""

    def __init__(self, failing: int = 0) -> None:
        self.failing = failing
        self.secret = ""
        self.forged = 0
        self.got: list[tuple[str, dict[str, Any]]] = []

    def take(self, headers: Any, body: bytes) -> int:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if f"v1,{wanted}" not in headers["webhook-signature"].split(" "):
            self.forged += 1
            return 401
        if self.failing:
            self.failing -= 1
            return 503
        self.got.append((headers["webhook-id"], json.loads(body)))
        return 204

    def about(self, kind: str, code: str) -> list[dict[str, Any]]:
        """What came of one kind about one distributor, in the order of its sequence."""
        rows = [body["data"] for _, body in self.got if body["type"] == kind]
        mine = [row for row in rows if row["distributor"] and row["distributor"]["code"] == code]
        return sorted(mine, key=lambda row: row.get("sequence", 0))


@contextmanager
def endpoint(app: Client, failing: int = 0) -> Iterator[Endpoint]:
    """An endpoint that the store sends everything to."""
    found = Endpoint(failing)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(found))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    made = app.ask(CREATE, input={"url": url, "kinds": KINDS, "name": "Scenario"})
    found.secret = made["secret"]
    try:
        yield found
    finally:
        app.ask(DELETE, id=made["endpoint"]["id"])
        server.shutdown()
        server.server_close()


def log(app: Client) -> list[dict[str, Any]]:
    """The deliveries of the endpoint that was made last."""
    edges = app.ask(DELIVERIES, first=100)["edges"]
    return [edge["node"] for edge in edges[-1]["node"]["deliveries"]["edges"]]


def _handler(found: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(found.take(self.headers, body))
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    return Handler


class MailServer:
    def __init__(self) -> None:
        self.mails: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append((envelope.rcpt_tos, mail))
        return "250 taken"

    def subjects_to(self, email: str) -> list[str]:
        return [mail["subject"].strip() for to, mail in self.mails if to == [email]]


class _AnyPort(Controller):
    """Listens on a free port; its own first call has to go to that one."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, int]]:
    handler = MailServer()
    control = _AnyPort(handler, hostname="127.0.0.1", port=0)
    control.start()
    try:
        yield handler, control.port
    finally:
        control.stop()

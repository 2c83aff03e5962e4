"""The payment app of a sandbox store: it grants whatever the store asks of it, at once.

Invariant: every request answered is a charge, refund or cancelation that succeeded in full, with a
reference nobody had before. `python -m saleor_sandbox.payment_app PORT`.
"""

import json
import sys
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"


class PaymentApp(BaseHTTPRequestHandler):
    """Answers the store's synchronous webhook `transaction_*_requested`."""

    def do_GET(self) -> None:
        self._answer({"ready": True})

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["action"]
        self._answer(
            {
                "pspReference": f"psp-{uuid.uuid4().hex[:16]}",
                "result": f"{asked['actionType']}_SUCCESS",
                "amount": asked["amount"],
                "message": "stub sync",
            }
        )

    def log_message(self, *_args: object) -> None:
        """The store keeps the events; a second log of them helps nobody."""

    def _answer(self, data: dict[str, object]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(data).encode())


def server(port: int) -> ThreadingHTTPServer:
    return ThreadingHTTPServer((HOST, port), PaymentApp)


def url(port: int) -> str:
    return f"http://{HOST}:{port}/psp"


if __name__ == "__main__":
    server(int(sys.argv[1])).serve_forever()

"""The payment app of a walk: inside the walker, so that a step says how it answers.

Invariant: references are counted, so that two hosts which ask the same get the same.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# How it answers: at once, later (nothing but a reference), with a refusal, not at all.
MODES = ("sync", "async", "fail", "down")


class PaymentApp:
    def __init__(self) -> None:
        self.begin(0)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/psp"

    def begin(self, run: int) -> None:
        """Count anew for a walk: what an earlier one asked too often shall not show in this."""
        self.mode, self.run, self.asked = "sync", run, 0
        self.last_reference = f"none-{run}"

    def answer(self, asked: dict) -> tuple[int, dict]:
        if self.mode == "down":
            return 500, {}
        self.asked += 1
        self.last_reference = f"psp-{self.run:08x}{self.asked:08x}"
        action = asked["action"]
        found = {"pspReference": self.last_reference}
        if self.mode != "async":
            end = "SUCCESS" if self.mode == "sync" else "FAILURE"
            found |= {
                "result": f"{action['actionType']}_{end}",
                "amount": action["amount"],
                "message": f"stub {self.mode}",
            }
        return 200, found

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        app = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                # Saleor asks again with nothing in it when the first answer was 500.
                code, found = app.answer(json.loads(body or b"{}"))
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(found).encode())

            def log_message(self, *_args: object) -> None:
                """Nobody reads it."""

        return Handler

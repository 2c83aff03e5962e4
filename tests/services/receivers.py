"""A merchant's endpoint, as a real HTTP server."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], bytes]
OK: Reply = (200, {}, b"thank you")


@dataclass(frozen=True)
class Call:
    headers: dict[str, str]
    body: bytes


class Receiver:
    """Keeps each call and answers with what `reply` gives for it."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.reply: Callable[[Call], Reply] = lambda call: OK
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def __enter__(self) -> "Receiver":
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answers(
        self, status: int, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> None:
        self.reply = lambda call: (status, headers or {}, body)

    def ids(self) -> list[str]:
        return [call.headers["webhook-id"] for call in self.calls]

    def _handler(receiver) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                call = Call({k.lower(): v for k, v in self.headers.items()}, body)
                with receiver.lock:
                    receiver.calls.append(call)
                status, headers, content = receiver.reply(call)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                pass

        return Handler

"""A seeded sandbox, served over HTTP with the recorder as its only plugin."""

import json
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from mlm_recorder.store import Store

RECORDER = "mlm_recorder.plugin.RecorderPlugin"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Commit for real, and empty only the store's own tables: the plugin's refuse it."""
    apps = [name for name in django_settings.INSTALLED_APPS if name.startswith("saleor.")]
    database = pytest.mark.django_db(
        transaction=True,
        databases=["default", "replica"],
        available_apps=[*apps, "django.contrib.contenttypes", "django.contrib.sites"],
    )
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(database)


class PaymentApp(BaseHTTPRequestHandler):
    """Says of every refund it is asked for that it succeeded, as the real Saleor's stub did."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["action"]
        answer = {
            "pspReference": f"psp-{uuid.uuid4().hex[:16]}",
            "result": f"{asked['actionType']}_SUCCESS",
            "amount": asked["amount"],
            "message": "stub sync",
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture(scope="session")
def payment_app() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), PaymentApp)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/psp"
    server.shutdown()


@pytest.fixture
def seeded(db: None, payment_app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENARIOS_PSP_URL", payment_app)
    cache.clear()
    call_command("seed_store", verbosity=0)


@pytest.fixture
def store(
    seeded: None,
    live_server: object,
    settings: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Store:
    from mlm_recorder.plugin import RecorderPlugin

    monkeypatch.setenv("MLM_RECORDER_FILE", str(tmp_path / "hooks.jsonl"))
    monkeypatch.setattr(RecorderPlugin, "DEFAULT_ACTIVE", True)
    settings.PLUGINS = [RECORDER]
    return Store(live_server.url)

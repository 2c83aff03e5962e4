"""A seeded sandbox, served over HTTP with the recorder as its only plugin."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from mlm_recorder.store import Store

from saleor_sandbox import payment_app as app

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


@pytest.fixture(scope="session")
def payment_app() -> Iterator[str]:
    server = app.server(0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield app.url(server.server_port)
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

import importlib


def discover_plugins_modules(plugins: list[str]) -> list[str | None]:
    """Return the packages that the plugins' modules live in: there Celery looks for tasks."""
    return [importlib.import_module(path.rsplit(".", 1)[0]).__package__ for path in plugins]

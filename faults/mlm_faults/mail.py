"""The mail server of the process that answers: another one, for the mails of tasks it runs."""

from typing import Any

from django.conf import settings

NAMES = ("EMAIL_BACKEND", "EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_USE_TLS")
_before: dict[str, Any] = {}


def send_to(port: int) -> None:
    """Send mails to a port of this machine, or with 0 to where they went before."""
    if port == 0:
        _set(_before)
        return
    if not _before:
        _before.update({name: getattr(settings, name, None) for name in NAMES})
    values = ("django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", port, "", False)
    _set(dict(zip(NAMES, values, strict=True)))


def _set(values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(settings, name, value)

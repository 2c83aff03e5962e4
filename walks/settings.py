"""A host's own settings, in one process: no broker, no mails, no cache server, cheap passwords."""

import saleor.settings as host
from saleor.settings import *  # noqa: F403
from saleor.settings import BUILTIN_PLUGINS, DATABASES

DEBUG = False
WEBHOOKS = "saleor.plugins.webhook.plugin.WebhookPlugin"
PLUGINS = [
    *(path for path in BUILTIN_PLUGINS if path == WEBHOOKS),
    "mlm_recorder.plugin.RecorderPlugin",
    "saleor_mlm.plugin.MlmPlugin",
]
for _name in ("mlm_recorder", "saleor_mlm"):
    if _name not in INSTALLED_APPS:  # noqa: F405
        INSTALLED_APPS.append(_name)  # noqa: F405
for _database in DATABASES.values():
    _database["CONN_MAX_AGE"] = None
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
GRAPHQL_QUERY_MAX_COMPLEXITY = 0
USE_I18N = False  # 249 names of countries for each address, a third of a walk's time
ALLOWED_HOSTS = ["*"]
HTTP_IP_FILTER_ENABLED = False
LOGGING = {"version": 1, "disable_existing_loggers": True, "root": {"level": "CRITICAL"}}
LOGGING_CONFIG = "logging.config.dictConfig"

if getattr(host, "RSA_PRIVATE_KEY", "no need") is None:
    # Saleor makes itself one only with DEBUG, which would keep every query of every walk.
    from cryptography.hazmat.primitives import serialization as forms
    from cryptography.hazmat.primitives.asymmetric import rsa

    _key = rsa.generate_private_key(65537, 2048)
    RSA_PRIVATE_KEY = _key.private_bytes(
        forms.Encoding.PEM, forms.PrivateFormat.TraditionalOpenSSL, forms.NoEncryption()
    ).decode()

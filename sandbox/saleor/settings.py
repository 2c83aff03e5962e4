import datetime
import os
import re
from importlib.metadata import entry_points
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.utils.crypto import get_random_string


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).lower() in ("true", "1")


def _duration(name: str, default: str) -> datetime.timedelta:
    """Read `5 minutes`, `1 hour`, `30 days`."""
    amount, unit = re.fullmatch(r"(\d+) *([a-z]+?)s?", os.environ.get(name, default)).groups()
    return datetime.timedelta(**{f"{unit}s": int(amount)})


def _list(name: str, default: str) -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


DEBUG = _flag("DEBUG", True)
SITE_ID = 1
ROOT_URLCONF = "saleor.urls"
WSGI_APPLICATION = "saleor.wsgi.application"
APPEND_SLASH = False
SECRET_KEY = os.environ.get("SECRET_KEY") or get_random_string(50)
ALLOWED_HOSTS = _list("ALLOWED_HOSTS", "localhost,127.0.0.1")
ALLOWED_GRAPHQL_ORIGINS = _list("ALLOWED_GRAPHQL_ORIGINS", "*")
PUBLIC_URL = os.environ.get("PUBLIC_URL")
ENABLE_SSL = _flag("ENABLE_SSL", False)
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
AUTH_USER_MODEL = "account.User"
AUTHENTICATION_BACKENDS = ["saleor.core.auth_backend.JSONWebTokenBackend"]
if _flag("FAST_PASSWORDS", False):  # a third of the scenarios' time went into hashing
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LANGUAGE_CODE = "en"
STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT", "static")
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "noreply@example.com")
_EMAIL = urlsplit(os.environ.get("EMAIL_URL", ""))
EMAIL_HOST, EMAIL_PORT = _EMAIL.hostname or "", _EMAIL.port
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
_USER_EMAIL = urlsplit(os.environ.get("USER_EMAIL_URL", ""))
USER_EMAIL_HOST, USER_EMAIL_PORT = _USER_EMAIL.hostname or "", _USER_EMAIL.port
ALLOWED_CLIENT_HOSTS = _list("ALLOWED_CLIENT_HOSTS", "localhost,127.0.0.1")
HTTP_IP_FILTER_ENABLED = _flag("HTTP_IP_FILTER_ENABLED", True)
HTTP_IP_FILTER_ALLOW_LOOPBACK_IPS = _flag("HTTP_IP_FILTER_ALLOW_LOOPBACK_IPS", False)
COMMON_REQUESTS_TIMEOUT = (2, 18)
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "saleor.core.middleware.jwt_refresh_token_middleware",
]

REAL_IP_ENVIRON = os.environ.get("REAL_IP_ENVIRON", "REMOTE_ADDR").split(",")

DATABASE_CONNECTION_DEFAULT_NAME = "default"
DATABASE_CONNECTION_REPLICA_NAME = "replica"
DATABASE_URL = os.environ.get("DATABASE_URL", "postgres://saleor:saleor@localhost:5432/saleor")
# Where no replica is named, the replica is the same database, opened for reading only:
# a write that would fail in a shop with a real replica fails here too.
_REPLICA_OPTIONS = {"OPTIONS": {"options": "-c default_transaction_read_only=on"}}
_REPLICA = dj_database_url.parse(os.environ.get("DATABASE_URL_REPLICA", DATABASE_URL))
DATABASES: dict[str, Any] = {
    DATABASE_CONNECTION_DEFAULT_NAME: dj_database_url.parse(DATABASE_URL, conn_max_age=0),
    DATABASE_CONNECTION_REPLICA_NAME: {
        **_REPLICA,
        **_REPLICA_OPTIONS,
        "TEST": {"MIRROR": DATABASE_CONNECTION_DEFAULT_NAME},
    },
}
DATABASE_ROUTERS = ["saleor.core.db_routers.PrimaryReplicaRouter"]
DEFAULT_MAX_DIGITS = 20
DEFAULT_DECIMAL_PLACES = 3
DEFAULT_CURRENCY_CODE_LENGTH = 3

JWT_TTL_ACCESS = _duration("JWT_TTL_ACCESS", "5 minutes")
JWT_TTL_APP_ACCESS = _duration("JWT_TTL_APP_ACCESS", "5 minutes")
JWT_TTL_REFRESH = _duration("JWT_TTL_REFRESH", "30 days")

GRAPHQL_PAGINATION_LIMIT = 100
GRAPHQL_MIDDLEWARE: list[str] = []
GRAPHQL_BATCH_MAX_COUNT = int(os.environ.get("GRAPHQL_BATCH_MAX_COUNT", 1))
GRAPHQL_QUERY_MAX_COMPLEXITY = int(os.environ.get("GRAPHQL_QUERY_MAX_COMPLEXITY", 50000))
FEDERATED_QUERY_MAX_ENTITIES = 100

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL") or ""
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_RESULT_BACKEND = os.environ.get("CELERY_RESULT_BACKEND")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BEAT_SCHEDULER = "saleor.schedulers.schedulers.DatabaseScheduler"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {}
CELERY_BEAT_MAX_LOOP_INTERVAL = 300
CELERY_RESTRICT_WRITER_METHOD = "saleor.core.db.connection.log_writer_usage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"level": os.environ.get("LOG_LEVEL", "INFO"), "handlers": ["console"]},
}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "saleor.permission",
    "saleor.account",
    "saleor.plugins",
    "saleor.discount",
    "saleor.giftcard",
    "saleor.product",
    "saleor.checkout",
    "saleor.core",
    "saleor.order",
    "saleor.shipping",
    "saleor.site",
    "saleor.payment",
    "saleor.warehouse",
    "saleor.webhook",
    "saleor.app",
    "saleor.channel",
    "django_celery_beat",
    "django_countries",
]
BUILTIN_PLUGINS: list[str] = []
EXTERNAL_PLUGINS: list[str] = []
for _entry_point in entry_points(group="saleor.plugins"):
    if _entry_point.name not in INSTALLED_APPS:
        INSTALLED_APPS.append(_entry_point.name)
    EXTERNAL_PLUGINS.append(f"{_entry_point.module}.{_entry_point.attr}")
PLUGINS = BUILTIN_PLUGINS + EXTERNAL_PLUGINS

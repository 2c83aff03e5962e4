from ..settings import *  # noqa: F403

SECRET_KEY = "not-a-secret"
PLUGINS: list[str] = []
CELERY_TASK_ALWAYS_EAGER = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

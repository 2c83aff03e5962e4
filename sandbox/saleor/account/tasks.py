from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.sites.models import Site
from django.core.mail import get_connection, send_mail

from ..celeryconf import app
from ..core.db.connection import allow_writer
from ..core.utils.events import call_event
from ..plugins.manager import get_plugins_manager
from .models import User

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class _ConfirmToken(PasswordResetTokenGenerator):
    key_salt = f"{__name__}.account_confirm"


confirm_token = _ConfirmToken()


@app.task()
@allow_writer()
def finish_creating_user(user_pk: int, redirect_url: str | None = None) -> None:
    user = User.objects.get(pk=user_pk)
    site = Site.objects.select_related("settings").get(pk=settings.SITE_ID)
    if site.settings.enable_account_confirmation_by_email and redirect_url:
        _ask_to_confirm(user, redirect_url)
    call_event(get_plugins_manager(allow_replica=True).customer_created, user)


def _ask_to_confirm(user: User, redirect_url: str) -> None:
    query = urlencode({"email": user.email, "token": confirm_token.make_token(user)})
    mail_server = {"host": settings.USER_EMAIL_HOST, "port": settings.USER_EMAIL_PORT}
    send_mail(
        "Account confirmation",
        f"Please open this to confirm your account:\n\n{redirect_url}?{query}\n",
        None,
        [user.email],
        connection=get_connection(SMTP, **mail_server) if settings.USER_EMAIL_HOST else None,
    )

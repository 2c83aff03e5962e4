from ..celeryconf import app
from ..core.db.connection import allow_writer
from ..core.utils.events import call_event
from ..plugins.manager import get_plugins_manager
from .models import User


@app.task()
@allow_writer()
def finish_creating_user(user_pk: int) -> None:
    manager = get_plugins_manager(allow_replica=True)
    call_event(manager.customer_created, User.objects.get(pk=user_pk))

from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from .graphql.api import backend, schema
from .graphql.views import GraphQLView
from .plugins import views

PLUGIN = r"(?P<plugin_id>[.0-9A-Za-z_\-]+)/"
CHANNEL = r"(?P<channel_slug>[.0-9A-Za-z_\-]+)/"

urlpatterns = [
    re_path(
        r"^graphql/$", csrf_exempt(GraphQLView.as_view(backend=backend, schema=schema)), name="api"
    ),
    re_path(
        rf"^plugins/channel/{CHANNEL}{PLUGIN}",
        views.handle_plugin_per_channel_webhook,
        name="plugins-per-channel",
    ),
    re_path(
        rf"^plugins/global/{PLUGIN}", views.handle_global_plugin_webhook, name="plugins-global"
    ),
    re_path(rf"^plugins/{PLUGIN}", views.handle_plugin_webhook, name="plugins"),
    re_path(r"^health/$", views.health, name="health"),
]

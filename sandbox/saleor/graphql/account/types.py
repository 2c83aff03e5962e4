from ..core import types as core_types  # noqa: F401
from ..core.sdl import load

types = load("account")
User = types["User"]
Address = types["Address"]

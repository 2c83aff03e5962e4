"""Places who waits too long, and moves what was planned for today."""

from ..services import holding_tank, position_moves
from .heartbeat import beat_task


@beat_task("placement.place")
def place() -> None:
    holding_tank.place_due()


@beat_task("placement.move")
def move() -> None:
    position_moves.put_due()

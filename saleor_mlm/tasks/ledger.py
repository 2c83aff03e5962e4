"""Seals the ledger, and lets the head of its chain leave the database by the log."""

import logging

from ..services import ledger
from .heartbeat import beat_task

logger = logging.getLogger(__name__)


@beat_task("ledger.seal")
def seal() -> None:
    if ledger.seal():
        logger.info("ledger sealed, head %s", ledger.head())

"""The one worker: does what is in line, piece after piece, until it is told to end."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, connections
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from vestibule.web.records import jobs
from vestibule.web.work import analysis, lock, uploads

POLL = 1.0
"""Seconds between looks at the line."""

LOOK_AGAIN = 5.0
"""Seconds until a second worker asks whether the first is gone."""

log = logging.getLogger(__name__)


class Worker(threading.Thread):
    """A thread that works; a second one, here or elsewhere, waits for its turn."""

    def __init__(self) -> None:
        super().__init__(name="worker", daemon=True)
        self.ending = threading.Event()

    def run(self) -> None:
        """Work until told to end."""
        autodiscover_modules("jobs")
        while not self.ending.is_set():
            try:
                self._turn()
            except DatabaseError as error:  # it is away: others wait for it too
                log.warning("worker waits", extra={"error": type(error).__name__})
            finally:
                connections.close_all()
            self.ending.wait(LOOK_AGAIN)

    def end(self, *, wait: float = 10.0) -> None:
        """Tell it to end after the piece it is at, and wait so many seconds."""
        self.ending.set()
        self.join(wait)

    def _turn(self) -> None:
        with lock.sole() as mine:
            if not mine:
                return
            jobs.recover(at=timezone.now())
            uploads.sweep()
            while not self.ending.is_set():
                if not step(timezone.now()):
                    self.ending.wait(POLL)


def step(at: datetime) -> bool:
    """Do the next piece of work; return whether there was one."""
    job = jobs.take(at=at)
    if job is None:
        analysis.refresh(at=at)
        return False
    jobs.run(job, now=timezone.now)
    return True

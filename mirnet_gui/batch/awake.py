"""Keeping the computer from falling asleep over a batch."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from wakepy import ActivationResult, keep

_log = logging.getLogger(__name__)


@contextmanager
def kept_awake() -> Iterator[bool]:
    """While inside, the computer does not sleep by itself; False where that is not possible.

    The screen may go dark.
    """
    with keep.running(on_fail=_tell) as mode:
        yield mode.active


def _tell(result: ActivationResult) -> None:
    why = result.get_failure_text()
    _log.info("The computer may fall asleep: %s", why.partition("\n")[0])
    _log.debug("%s", why)

"""Loading what stays, without Python's collector looking through all of it again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """What comes to be meanwhile is taken for good: modules, the window, the network.

    There are 200,000 such objects. To look through them takes a fifth of a second, in which all
    threads stand still, also that of the window, and nothing of it is garbage. Give them back by
    ``gc.unfreeze()`` once they are no more needed.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()

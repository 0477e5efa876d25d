"""Work that is done row by row, on several threads at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from mirnet_gui.progress import Look

ROWS: Final = 64
"""Of a strip: small enough for a processor's cache, large enough for its vector units."""
_THREADS: Final = 4


def in_strips(height: int, work: Callable[[slice], None], look: Look) -> None:
    """Call ``work`` with slices of rows that cover ``height`` exactly once, in any order."""
    strips = [slice(top, min(top + ROWS, height)) for top in range(0, height, ROWS)]
    with ThreadPoolExecutor(min(os.cpu_count() or 1, _THREADS)) as pool:
        try:
            for _, strip in zip(pool.map(work, strips), strips, strict=True):
                look((strip.stop - strip.start) / height)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

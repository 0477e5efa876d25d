"""Quantities as a person reads them, in the window and on the command line."""

from __future__ import annotations

import math


def file_size(count: int) -> str:
    """Bytes in the largest unit that leaves a number above one."""
    size, unit = float(count), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"


def duration(seconds: float) -> str:
    """As in "18 s", "2 min 10 s" or "1 h 5 min": rounded up, coarser when longer."""
    whole = max(1, math.ceil(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        minutes, rest = divmod(-(-whole // 10) * 10, 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    minutes = -(-whole // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def listed(words: list[str]) -> str:
    """As in "EXIF, XMP and IPTC"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def percent(fraction: float) -> str:
    """As in "62 %", for a share in 0..1."""
    return f"{fraction * 100:.0f} %"

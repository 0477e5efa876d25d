"""Quantities as a person reads them, in the window and on the command line."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mirnet_gui.language import localized, tr, tr_count


def file_size(count: int) -> str:
    """Bytes in the largest unit that leaves a number above one."""
    size, unit = float(count), "bytes"
    for larger in ("KB", "MB", "GB", "TB"):
        if size < 1000:
            break
        size, unit = size / 1000, larger
    if unit == "bytes":
        return tr("{size:.0f} bytes", size=size)
    return f"{number(size, 0 if size >= 100 else 1)} {unit}"


def number(value: float, digits: int = 0) -> str:
    """As in "1,234.50", the way the language writes it."""
    return localized(f"{value:,.{digits}f}")


def duration(seconds: float) -> str:
    """As in "18 s", "2 min 10 s" or "1 h 5 min": rounded up, coarser when longer."""
    whole = max(1, math.ceil(seconds))
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    if whole < 600:
        minutes, rest = divmod(-(-whole // 10) * 10, 60)
        if rest:
            return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
        return tr("{minutes} min", minutes=minutes)
    minutes = -(-whole // 60)
    if minutes < 60:
        return tr("{minutes} min", minutes=minutes)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def photographs(count: int) -> str:
    """As in "1 photograph" or "3,128 photographs"."""
    return tr_count("{count:,} photograph", "{count:,} photographs", count)


def separated(words: Iterable[str]) -> str:
    """As in "EXIF, XMP, IPTC", with the comma of the language; empty words are left out."""
    return tr(", ").join(filter(None, words))


def listed(words: list[str]) -> str:
    """As in "EXIF, XMP and IPTC"."""
    if len(words) < 2:
        return "".join(words)
    return tr("{others} and {last}", others=separated(words[:-1]), last=words[-1])


def either(words: list[str]) -> str:
    """As in "JPEG, PNG or TIFF"."""
    if len(words) < 2:
        return "".join(words)
    return tr("{others} or {last}", others=separated(words[:-1]), last=words[-1])


def without_stop(sentence: str) -> str:
    """A whole ``sentence`` as it stands within another one, or on a line of its own."""
    return sentence.rstrip(".。।")


def percent(fraction: float) -> str:
    """As in "62 %", for a share in 0..1."""
    return f"{number(fraction * 100)} %"

"""Which pictures of a paired folder belong together, and what each pair shows."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.pairs import Pair, pictures_in, sides_of
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.values import Floats
from mirnet_gui.trainer.data.preparation.alignment import align
from mirnet_gui.trainer.data.preparation.findings import Finding, listed, printable_path
from mirnet_gui.trainer.data.preparation.scenes import thumbnail


@dataclass(frozen=True, slots=True)
class Listing:
    """The pairs of a folder by name, and what has no partner; no picture was opened yet."""

    pairs: list[Pair]
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class Traits:
    """What is kept of a usable pair: digests of both pictures' pixels, the scene's thumbnail."""

    pair: Pair
    low: bytes
    high: bytes
    scene: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """A pair that was looked at; ``traits`` is None when it cannot be used."""

    traits: Traits | None
    findings: list[Finding]


def list_pairs(folder: Path) -> Listing:
    """The pairs of ``folder/low`` and ``folder/high``, one without a partner stopping nothing.

    Raises :class:`DataError` when one of them holds no pictures at all.
    """
    lows, highs = (_by_stem(folder / side) for side in sides_of(folder))
    listing = Listing([], [])
    for stem in sorted(lows.keys() | highs.keys()):
        low, high = lows.get(stem, []), highs.get(stem, [])
        if len(low) == len(high) == 1:
            listing.pairs.append(Pair(low[0], high[0]))
        else:
            listing.findings.append(_unpaired(low, high))
    return listing


def _by_stem(folder: Path) -> dict[str, list[Path]]:
    paths: defaultdict[str, list[Path]] = defaultdict(list)
    for path in pictures_in(folder):
        paths[path.stem].append(path)
    return paths


def _unpaired(low: list[Path], high: list[Path]) -> Finding:
    pictures = (*low, *high)
    if low and high:
        sentence = tr("Which belong together is not clear: {pictures}.", pictures=listed(pictures))
    else:
        missing = "high" if low else "low"
        sentence = tr(
            "{pictures}: no picture of that name stands in {missing}/.",
            pictures=listed(pictures),
            missing=missing,
        )
    return Finding("unpaired", pictures, sentence)


def read_pair(pair: Pair, patch: int) -> Reading:
    """Look at both pictures; whatever is wrong with them is told, nothing is raised for it.

    Pictures without a ``patch`` of so many pixels a side cannot be learnt from; 0 takes all.
    """
    findings: list[Finding] = []
    low, high = _pixels(pair.low, findings), _pixels(pair.high, findings)
    if low is None or high is None:
        return Reading(None, findings)
    if low.shape != high.shape:
        return Reading(None, [_of_two_sizes(pair, low, high)])
    if min(low.shape[:2]) < patch:
        return Reading(None, [_too_small(pair, low, patch)])
    findings += _misaligned(pair, low, high)
    traits = Traits(pair, _digest(low), _digest(high), thumbnail(high))
    return Reading(traits, findings)


def _pixels(path: Path, findings: list[Finding]) -> Pixels | None:
    try:
        return read_photo(path).pixels
    except Exception as error:  # noqa: BLE001 - whatever strange bytes do, the other pairs go on
        known = error.sentence if isinstance(error, MirnetGuiError) else ""
        why = known or reason_of(error, quoted(path))
        findings.append(Finding("unreadable", (path,), f"{printable_path(path)}: {why}"))
        return None


def _of_two_sizes(pair: Pair, low: Pixels, high: Pixels) -> Finding:
    sizes = [f"{pixels.shape[1]} x {pixels.shape[0]}" for pixels in (low, high)]
    sentence = tr(
        "{low} is {size} pixels, {high} {other}.",
        low=printable_path(pair.low),
        size=sizes[0],
        high=printable_path(pair.high),
        other=sizes[1],
    )
    return Finding("sizes", (pair.low, pair.high), sentence)


def _too_small(pair: Pair, low: Pixels, patch: int) -> Finding:
    pictures = (pair.low, pair.high)
    size = f"{low.shape[1]} x {low.shape[0]}"
    sentence = tr(
        "{pictures} are {size} pixels, smaller than the patch of {patch} that is learnt from.",
        pictures=listed(pictures),
        size=size,
        patch=patch,
    )
    return Finding("small", pictures, sentence)


def _misaligned(pair: Pair, low: Pixels, high: Pixels) -> list[Finding]:
    found, pictures = align(low, high), (pair.low, pair.high)
    if found is None:
        return []
    if found.is_unrelated:
        sentence = tr(
            "{pictures} have nothing in common that could be recognised.", pictures=listed(pictures)
        )
        return [Finding("unrelated", pictures, sentence)]
    if not found.is_shifted:
        return []
    sentence = tr(
        "{high} is shifted against {low} by {distance:.1f} pixels "
        "({right:+.1f} across, {down:+.1f} down).",
        high=printable_path(pair.high),
        low=printable_path(pair.low),
        distance=found.distance,
        right=found.right,
        down=found.down,
    )
    return [Finding("shifted", pictures, sentence)]


def _digest(pixels: Pixels) -> bytes:
    shape_and_type = f"{pixels.shape} {pixels.dtype}".encode()
    return hashlib.sha256(shape_and_type + pixels.tobytes()).digest()

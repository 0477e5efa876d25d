"""Which pictures of a paired folder belong together, and what each pair shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.language import tr
from mirnet_gui.network.config import SCALES
from mirnet_gui.photo.error_messages import quoted, reason_of
from mirnet_gui.photo.pairs import Pair, by_stem, sides_of, times_as_large
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
class RequiredSizes:
    """What pairs cannot be learnt from without, in pixels.

    A ``patch`` of so many a side fits into the picture (0: any will do), and its reference is
    ``scale`` times as large.
    """

    patch: int = 0
    scale: int = 1


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
    """The pairs of ``low`` and ``high`` (or ``noisy`` and ``clean``) in ``folder``.

    One without a partner stops nothing.
    Raises :class:`DataError` when one of them holds no pictures at all.
    """
    sides = sides_of(folder)
    lows, highs = (by_stem(folder / side) for side in sides)
    listing = Listing([], [])
    for stem in sorted(lows.keys() | highs.keys()):
        low, high = lows.get(stem, []), highs.get(stem, [])
        if len(low) == len(high) == 1:
            listing.pairs.append(Pair(low[0], high[0]))
        else:
            listing.findings.append(_unpaired(low, high, sides))
    return listing


def _unpaired(low: list[Path], high: list[Path], sides: tuple[str, str]) -> Finding:
    pictures = (*low, *high)
    if low and high:
        sentence = tr("Which belong together is not clear: {pictures}.", pictures=listed(pictures))
    else:
        missing = sides[1] if low else sides[0]
        sentence = tr(
            "{pictures}: no picture of that name stands in {missing}/.",
            pictures=listed(pictures),
            missing=missing,
        )
    return Finding("unpaired", pictures, sentence)


def read_pair(pair: Pair, required: RequiredSizes) -> Reading:
    """Look at both pictures; whatever is wrong with them is told, nothing is raised for it.

    A reference that is larger is compared reduced to the other's size.
    """
    scale = required.scale
    findings: list[Finding] = []
    low, high = _pixels(pair.low, findings), _pixels(pair.high, findings)
    if low is None or high is None:
        return Reading(None, findings)
    (width, height), size = (_size_of(pixels) for pixels in (low, high))
    if size != (scale * width, scale * height):
        return Reading(None, [_of_two_sizes(pair, low, high, scale)])
    if min(low.shape[:2]) < required.patch:
        return Reading(None, [_too_small(pair, low, required)])
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


def _size_of(pixels: Pixels) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]


def _of_two_sizes(pair: Pair, low: Pixels, high: Pixels, scale: int) -> Finding:
    sizes = {
        "low": printable_path(pair.low),
        "size": "{} x {}".format(*_size_of(low)),
        "high": printable_path(pair.high),
        "other": "{} x {}".format(*_size_of(high)),
    }
    times = times_as_large(_size_of(low), _size_of(high))
    if times in SCALES and times != scale:
        sentence = tr(
            "{low} is {size} pixels, {high} {other}: for pairs of this kind, give --scale {times}.",
            **sizes,
            times=times,
        )
    elif scale > 1:
        sentence = tr(
            "{low} is {size} pixels, {high} {other} and not {scale} times as large.",
            **sizes,
            scale=scale,
        )
    else:
        sentence = tr("{low} is {size} pixels, {high} {other}.", **sizes)
    return Finding("sizes", (pair.low, pair.high), sentence)


def _too_small(pair: Pair, low: Pixels, required: RequiredSizes) -> Finding:
    # That the larger one of two sizes is too small follows.
    pictures = (pair.low,) if required.scale > 1 else (pair.low, pair.high)
    size = f"{low.shape[1]} x {low.shape[0]}"
    sentence = tr(
        "{pictures}: {size} pixels, smaller than the patch of {patch} that is learnt from.",
        pictures=listed(pictures),
        size=size,
        patch=required.patch,
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
    values = {
        "high": printable_path(pair.high),
        "low": printable_path(pair.low),
        "distance": found.distance,
        "right": found.right,
        "down": found.down,
    }
    sentence = (
        tr(
            "{high} is shifted against {low} by {distance:.1f} pixels "
            "({right:+.1f} across, {down:+.1f} down).",
            **values,
        )
        if low.shape == high.shape
        else tr(
            "{high} is shifted against {low} by {distance:.1f} pixels of the smaller one "
            "({right:+.1f} across, {down:+.1f} down).",
            **values,
        )
    )
    return [Finding("shifted", pictures, sentence)]


def _digest(pixels: Pixels) -> bytes:
    shape_and_type = f"{pixels.shape} {pixels.dtype}".encode()
    return hashlib.sha256(shape_and_type + pixels.tobytes()).digest()

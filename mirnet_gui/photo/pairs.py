"""Photographs and their references, as large or larger: the paired folders of LOL's layout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.errors import DataError
from mirnet_gui.language import tr
from mirnet_gui.photo.colour.between_spaces import in_space
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.naming import is_supported
from mirnet_gui.photo.photo import Photo, Pixels


@dataclass(frozen=True, slots=True)
class Pair:
    """A photograph (dark, noisy or small) and its reference (well-lit, clean or large)."""

    low: Path
    high: Path


def pictures_in(folder: Path) -> list[Path]:
    """All supported pictures of one folder, by name. Raises :class:`DataError` when empty."""
    found = sorted(p for p in folder.glob("*") if p.is_file() and is_supported(p))
    if not found:
        what = (
            tr("There are no pictures in {folder}.", folder=folder)
            if folder.is_dir()
            else tr("No folder {folder}.", folder=folder)
        )
        raise DataError(what, tr("Check the name; a paired folder has low/ and high/ in it."))
    return found


def by_stem(folder: Path) -> dict[str, list[Path]]:
    """All supported pictures of one folder by their names without extension, which can be alike.

    Raises :class:`DataError` when there is none.
    """
    paths: defaultdict[str, list[Path]] = defaultdict(list)
    for path in pictures_in(folder):
        paths[path.stem].append(path)
    return paths


def sides_of(folder: Path) -> tuple[str, str]:
    """What the two folders of pairs in ``folder`` are called: low and high, or noisy and clean."""
    has_noise = (folder / "noisy").is_dir() and not (folder / "low").is_dir()
    return ("noisy", "clean") if has_noise else ("low", "high")


def is_paired(folder: Path) -> bool:
    """Whether ``folder`` holds pairs and not single pictures: whether it has a ``low`` in it."""
    return (folder / sides_of(folder)[0]).is_dir()


def paired_folder(folder: Path, *, usable_only: bool = False) -> list[Pair]:
    """The pairs of ``folder/low`` and ``folder/high`` by name without extension.

    Where there is no ``low``, those of ``noisy`` and ``clean``. Raises :class:`DataError` naming
    the first picture that has no partner, or more than one; with ``usable_only`` such are passed
    over, unless nothing is left.
    """
    low, high = sides_of(folder)
    lows, highs = by_stem(folder / low), by_stem(folder / high)
    both = [stem for stem in lows.keys() & highs.keys() if len(lows[stem] + highs[stem]) == 2]
    alone = sorted(lows.keys() ^ highs.keys())
    several = sorted((lows.keys() & highs.keys()).difference(both))
    if several and not (usable_only and both):
        names = ", ".join(quoted(path) for path in (*lows[several[0]], *highs[several[0]]))
        raise DataError(
            tr("Which belong together is not clear: {pictures}.", pictures=names),
            tr("Every picture needs a partner of the same name in the other folder."),
        )
    if alone and not (usable_only and both):
        raise DataError(
            tr(
                "In {folder}, {alone} stands in only one of {low}/ and {high}/.",
                folder=folder,
                alone=alone[0],
                low=low,
                high=high,
            ),
            tr("Every picture needs a partner of the same name in the other folder."),
        )
    return [Pair(*lows[stem], *highs[stem]) for stem in sorted(both)]


def in_colours_of(reference: Photo, photo: Photo) -> Photo:
    """``reference`` in the RGB space of ``photo``: numbers of two spaces cannot be compared."""
    pixels = in_space(reference, photo.profile)
    if pixels is reference.pixels:
        return reference
    return replace(reference, pixels=pixels, profile=photo.profile)


def check_sizes(pair: Pair, low: Pixels, high: Pixels, scale: int = 1) -> None:
    """Raise :class:`DataError` when the reference is not ``scale`` times as large, telling both."""
    (height, width), (high_height, high_width) = low.shape[:2], high.shape[:2]
    check_dimensions(pair, (width, height), (high_width, high_height), scale)


def check_reference(pair: Pair, photo: Pixels, reference: Pixels, scales: Collection[int]) -> None:
    """As :func:`check_sizes`, where results of several ``scales`` are measured: one has to fit."""
    (height, width), (high, wide) = photo.shape[:2], reference.shape[:2]
    times = times_as_large((width, height), (wide, high))
    fits = times is not None and times in scales
    check_sizes(pair, photo, reference, times if fits and times else max(scales))


def times_as_large(low: tuple[int, int], high: tuple[int, int]) -> int | None:
    """How many times as wide and high ``high`` is, if that is one whole number; both in pixels."""
    times = max(high[0] // max(low[0], 1), 1)
    return times if high == (times * low[0], times * low[1]) else None


def check_dimensions(
    pair: Pair, low: tuple[int, int], high: tuple[int, int], scale: int = 1
) -> None:
    """The same by widths and heights, which headers tell."""
    times = times_as_large(low, high)
    if times != scale:
        sizes = {
            "low": quoted(pair.low),
            "size": f"{low[0]} x {low[1]}",
            "high": quoted(pair.high),
            "other": f"{high[0]} x {high[1]}",
        }
        raise DataError(
            tr(
                "{low} is {size} pixels, but its reference {high} is {other} "
                "and has to be {wanted}.",
                **sizes,
                wanted=f"{scale * low[0]} x {scale * low[1]}",
            )
            if scale > 1
            else tr("{low} is {size} pixels, but its reference {high} is {other}.", **sizes),
            _advice(times, scale),
        )


def _advice(times: int | None, scale: int) -> str:
    if times is not None and times > 1:
        return tr(
            "A reference {times} times as large is for a model that enlarges {times} times.",
            times=times,
        )
    if scale > 1:
        return tr("A reference shows the same picture, {scale} times as large.", scale=scale)
    return tr("A reference shows the same picture, pixel for pixel.")

"""Dark photographs and their well-lit references: the paired folders of LOL's layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import DataError
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.naming import is_supported
from mirnet_gui.photo.photo import Pixels


@dataclass(frozen=True, slots=True)
class Pair:
    """A dark photograph and its well-lit reference."""

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


def sides_of(folder: Path) -> tuple[str, str]:
    """What the two folders of pairs in ``folder`` are called: low and high, or noisy and clean."""
    has_noise = (folder / "noisy").is_dir() and not (folder / "low").is_dir()
    return ("noisy", "clean") if has_noise else ("low", "high")


def paired_folder(folder: Path) -> list[Pair]:
    """The pairs of ``folder/low`` and ``folder/high`` by name without extension.

    Where there is no ``low``, those of ``noisy`` and ``clean``. Raises :class:`DataError` naming
    the first picture that has no partner.
    """
    low, high = sides_of(folder)
    lows = {path.stem: path for path in pictures_in(folder / low)}
    highs = {path.stem: path for path in pictures_in(folder / high)}
    if alone := sorted(lows.keys() ^ highs.keys()):
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
    return [Pair(lows[stem], highs[stem]) for stem in sorted(lows)]


def check_sizes(pair: Pair, low: Pixels, high: Pixels, scale: int = 1) -> None:
    """Raise :class:`DataError` when the reference is not ``scale`` times as large, telling both."""
    height, width = low.shape[:2]
    if high.shape[:2] != (scale * height, scale * width):
        sizes = {
            "low": quoted(pair.low),
            "size": f"{width} x {height}",
            "high": quoted(pair.high),
            "other": f"{high.shape[1]} x {high.shape[0]}",
        }
        raise DataError(
            tr(
                "{low} is {size} pixels, but its reference {high} is {other} "
                "and has to be {wanted}.",
                **sizes,
                wanted=f"{scale * width} x {scale * height}",
            )
            if scale > 1
            else tr("{low} is {size} pixels, but its reference {high} is {other}.", **sizes),
            tr("A reference shows the same picture, pixel for pixel."),
        )

"""Dark photographs and their well-lit references: the paired folders of LOL's layout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mirnet_gui.errors import DataError
from mirnet_gui.photo.naming import is_supported
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.sentences import shown


@dataclass(frozen=True, slots=True)
class Pair:
    """A dark photograph and its well-lit reference."""

    low: Path
    high: Path


def pictures_in(folder: Path) -> list[Path]:
    """All supported pictures of one folder, by name. Raises :class:`DataError` when empty."""
    found = sorted(p for p in folder.glob("*") if p.is_file() and is_supported(p))
    if not found:
        what = f"There are no pictures in {folder}." if folder.is_dir() else f"No folder {folder}."
        raise DataError(what, "Check the name; a paired folder has low/ and high/ in it.")
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
            f"In {folder}, {alone[0]} stands in only one of {low}/ and {high}/.",
            "Every picture needs a partner of the same name in the other folder.",
        )
    return [Pair(lows[stem], highs[stem]) for stem in sorted(lows)]


def check_sizes(pair: Pair, low: Pixels, high: Pixels, scale: int = 1) -> None:
    """Raise :class:`DataError` when the reference is not ``scale`` times as large, telling both."""
    height, width = low.shape[:2]
    if high.shape[:2] != (scale * height, scale * width):
        needed = f" and has to be {scale * width} x {scale * height}" if scale > 1 else ""
        raise DataError(
            f"{shown(pair.low)} is {width} x {height} pixels, but its reference {shown(pair.high)}"
            f" is {high.shape[1]} x {high.shape[0]}{needed}.",
            "A reference shows the same picture, pixel for pixel.",
        )

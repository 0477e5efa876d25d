"""Numbers and facts as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from mirnet_gui.network.catalog import WeightsEntry
from mirnet_gui.photo.formats import KIND_LABELS, LABELS
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.progress import Progress
from mirnet_gui.quantities import duration, listed, percent

_NAMED = 3
_COUNTED = ("tile", "photo")


def printable(text: str) -> str:
    """``text`` as Qt can show it: bytes of a file's name that are no UTF-8 become marks.

    So do characters that would break the line.
    """
    shown = text.encode("utf-8", "replace").decode()
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in shown)


def megapixels(width: int, height: int) -> str:
    """As in "12.2 MP"; small pictures get a second digit."""
    millions = width * height / 1e6
    return f"{millions:.1f} MP" if millions >= 1 else f"{millions:.2f} MP"


def dimensions(width: int, height: int) -> str:
    """Width and height in pixels."""
    return f"{width} × {height}"


def weights_label(entry: WeightsEntry) -> str:
    """What weights do, and their name where that does not say it."""
    match entry.tasks:
        case ("enlarge",):
            action = f"Enlarge {entry.scale}×"  # noqa: RUF001 - the sign that people write
        case ("denoise",):
            action = "Denoise"
        case _:
            return f"Brighten · {entry.name}"
    return action if entry.shipped else f"{action} · {entry.name}"


def format_line(photo: Photo) -> str:
    """As in "16-bit TIFF" or "grey PNG with transparency"."""
    words = [KIND_LABELS[photo.kind or photo.format]]
    if photo.grey:
        words.insert(0, "grey")
    if photo.bit_depth > 8:
        words.insert(0, f"{photo.bit_depth}-bit")
    if photo.alpha is not None:
        words.append("with transparency")
    return " ".join(words)


def kept_line(photo: Photo) -> str:
    """Which of the blocks that the file carries a saved result will carry too."""
    carried = {
        "EXIF": photo.metadata.exif,
        "XMP": photo.metadata.xmp,
        "IPTC": photo.metadata.iptc,
        "texts": photo.metadata.texts,
        "comment": photo.metadata.comments,
        "Photoshop resources": photo.metadata.resources,
        "colour profile": photo.own_profile,
    }
    blocks = [name for name, block in carried.items() if block]
    gone = [*photo.metadata.missing, *photo.metadata.left_out]
    lost = f" Not kept: {listed(gone)}." if gone else ""
    if not blocks:
        return f"The file carries no metadata.{lost}"
    return f"{listed(blocks)} will be kept.{lost}"


def lost_line(photo: Photo, target: Format) -> str:
    """What a file of the ``target`` format cannot hold of the photograph, "" for nothing."""
    lost = losses(photo, target)
    return f"{LABELS[target]} cannot hold: {listed(list(lost))}." if lost else ""


def unsaved_line(names: Sequence[str]) -> str:
    """Which photographs' results would be lost."""
    if len(names) == 1:
        return f"The result of {names[0]} is not saved."
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return f"The results of {listed([*names[:_NAMED], *more])} are not saved."


def progress_line(progress: Progress, seconds_left: float | None) -> str:
    """As in "62 % · 18 s left · tile 31 of 50"; steps and pixels are not counted out."""
    parts = [percent(progress.fraction)]
    if seconds_left is not None and progress.done < progress.total:
        parts.append(f"{duration(seconds_left)} left")
    if progress.total > 1 and progress.what in _COUNTED:
        parts.append(f"{progress.what} {progress.done} of {progress.total}")
    return " · ".join(parts)

"""Numbers and facts as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from mirnet_gui.photo.formats import KIND_LABELS, LABELS
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.progress import Progress
from mirnet_gui.quantities import duration, listed, percent

_NAMED = 3
_COUNTED = ("tile", "photo")


def megapixels(width: int, height: int) -> str:
    """As in "12.2 MP"; small pictures get a second digit."""
    millions = width * height / 1e6
    return f"{millions:.1f} MP" if millions >= 1 else f"{millions:.2f} MP"


def dimensions(width: int, height: int) -> str:
    """Width and height in pixels."""
    return f"{width} × {height}"  # noqa: RUF001 - the sign that people write


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


def leave_question(unsaved: Sequence[str], batch: str) -> tuple[str, list[str]]:
    """What is asked before the window closes, and what would be lost or stopped.

    ``unsaved`` are the names of photographs, ``batch`` is as in "2 of 6", "" when none runs.
    """
    lines = []
    if len(unsaved) == 1:
        lines.append(f"The result of {unsaved[0]} is not saved.")
    elif unsaved:
        names = list(unsaved[:_NAMED])
        more = [f"{len(unsaved) - _NAMED} more"] if len(unsaved) > _NAMED else []
        lines.append(f"The results of {listed([*names, *more])} are not saved.")
    if batch:
        lines.append(
            f"A batch is running: {batch}. What is not done then waits, and the window "
            "offers to go on when it is opened again."
        )
    if not batch:
        return "Close without saving?", lines
    return "Close all the same?" if unsaved else "Close while a batch runs?", lines


def progress_line(progress: Progress, seconds_left: float | None) -> str:
    """As in "62 % · 18 s left · tile 31 of 50"; steps and pixels are not counted out."""
    parts = [percent(progress.fraction)]
    if seconds_left is not None and progress.done < progress.total:
        parts.append(f"{duration(seconds_left)} left")
    if progress.total > 1 and progress.what in _COUNTED:
        parts.append(f"{progress.what} {progress.done} of {progress.total}")
    return " · ".join(parts)

"""Numbers and facts as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

from mirnet_gui.formatting import duration, file_size, listed, number, percent
from mirnet_gui.jobs.save_trials import FileSize
from mirnet_gui.language import mark, tr, uncapitalized
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import BEST, FAST, MirnetMethod
from mirnet_gui.methods.registry import label_of
from mirnet_gui.network.catalog import WeightsEntry
from mirnet_gui.photo.formats import KIND_LABELS, LABELS
from mirnet_gui.photo.losses import losses
from mirnet_gui.photo.metadata.groups import LABELS as GROUPS
from mirnet_gui.photo.metadata.groups import Group
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.progress import Progress

_NAMED = 3
_COUNTED = {
    "tile": mark("tile {done} of {total}"),
    "photo": mark("photo {done} of {total}"),
}


def megapixels(width: int, height: int) -> str:
    """As in "12.2 MP"; small pictures get a second digit."""
    millions = width * height / 1e6
    told = number(millions, 1 if millions >= 1 else 2)
    return tr("{number} MP", number=told)


def dimensions(width: int, height: int) -> str:
    """Width and height in pixels."""
    return f"{width} × {height}"


def told_size(size: FileSize, times: int = 1) -> str:
    """Of a file, or of as many like it, and how sure that is."""
    told = file_size(times * size.bytes)
    if size.is_most:
        return tr("up to {size}", size=told)
    return tr("about {size}", size=told) if size.is_about or times > 1 else told


def weights_label(entry: WeightsEntry) -> str:
    """What weights do, and their name where that does not say it."""
    match entry.tasks:
        case ("enlarge",):
            action = tr("Enlarge {scale}×", scale=entry.scale)
        case ("denoise",):
            action = tr("Denoise")
        case _:
            return tr("Brighten · {name}", name=entry.name)
    return action if entry.shipped else f"{action} · {entry.name}"


def format_line(photo: Photo) -> str:
    """As in "16-bit TIFF" or "grey PNG with transparency"."""
    words = [tr(KIND_LABELS[photo.kind or photo.format])]
    if photo.grey:
        words.insert(0, tr("grey"))
    if photo.bit_depth > 8:
        words.insert(0, tr("{bits}-bit", bits=photo.bit_depth))
    if photo.alpha is not None:
        words.append(tr("with transparency"))
    return " ".join(words)


def kept_line(photo: Photo) -> str:
    """Which of the blocks that the file carries a saved result will carry too."""
    carried = {
        "EXIF": photo.metadata.exif,
        "XMP": photo.metadata.xmp,
        "IPTC": photo.metadata.iptc,
        tr("texts"): photo.metadata.texts,
        tr("comment"): photo.metadata.comments,
        tr("Photoshop resources"): photo.metadata.resources,
        tr("colour profile"): photo.own_profile,
    }
    blocks = [name for name, block in carried.items() if block]
    gone = [*photo.metadata.missing, *photo.metadata.left_out]
    sentences = [
        tr("{blocks} will be kept.", blocks=listed(blocks))
        if blocks
        else tr("The file carries no metadata.")
    ]
    if gone:
        sentences.append(tr("Not kept: {blocks}.", blocks=listed([tr(name) for name in gone])))
    return " ".join(sentences)


def lost_line(photo: Photo, target: Format, depth: int | None = None) -> str:
    """What a file of the ``target`` format cannot hold of the photograph, "" for nothing.

    With fewer bits than it has, ``depth``, those are not missed.
    """
    lost = losses(photo, target, depth)
    if not lost:
        return ""
    blocks = listed([tr(name) for name in lost])
    return tr("{format} cannot hold: {blocks}.", format=LABELS[target], blocks=blocks)


def enhanced_line(method: Method) -> str:
    """By what a result was made, as in "Enhanced by MIRNet · lowlight"."""
    if isinstance(method, MirnetMethod):
        line = tr("Enhanced by MIRNet · {method}", method=method.model)
        if method.speed == FAST:
            return tr("{line} · light only", line=line)
        return tr("{line} · best", line=line) if method.speed == BEST else line
    return tr("Enhanced by {method}", method=label_of(method))


def stripped_line(groups: Sequence[Group]) -> str:
    """Which metadata a file does without."""
    if not groups:
        return tr("All is kept")
    if "all" in groups:
        return tr("None is kept")
    names = " · ".join(uncapitalized(tr(GROUPS[group])) for group in groups)
    return tr("Without {groups}", groups=names)


def unsaved_line(names: Sequence[str]) -> str:
    """Which photographs' results would be lost."""
    if len(names) == 1:
        return tr("The result of {name} is not saved.", name=names[0])
    more = [tr("{count} more", count=len(names) - _NAMED)] if len(names) > _NAMED else []
    return tr("The results of {names} are not saved.", names=listed([*names[:_NAMED], *more]))


def progress_line(progress: Progress, seconds_left: float | None) -> str:
    """As in "62 % · 18 s left · tile 31 of 50"; steps and pixels are not counted out."""
    parts = [percent(progress.fraction)]
    if seconds_left is not None and progress.done < progress.total:
        parts.append(tr("{duration} left", duration=duration(seconds_left)))
    if progress.total > 1 and progress.what in _COUNTED:
        counted = tr(_COUNTED[progress.what], done=progress.done, total=progress.total)
        parts.append(counted)
    return " · ".join(parts)

"""Files into photographs: what kind a file is, then the reader of its kind, then one Photo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from mirnet_gui.errors import UnreadablePhoto
from mirnet_gui.formatting import either
from mirnet_gui.language import tr
from mirnet_gui.photo.colour.working_space import in_working_space
from mirnet_gui.photo.decoded import Decoded, Header, check_size
from mirnet_gui.photo.decoder.process import run_apart
from mirnet_gui.photo.error_messages import quoted, unreadable
from mirnet_gui.photo.files import PhotoFile, opened
from mirnet_gui.photo.formats import (
    FORMATS,
    KIND_LABELS,
    RAW_EXTENSIONS,
    SIGNATURE_LENGTH,
    kind_of_content,
    written_as,
)
from mirnet_gui.photo.metadata import xmp
from mirnet_gui.photo.metadata.exif_colours import saying_srgb
from mirnet_gui.photo.opening.reading_guard import in_words
from mirnet_gui.photo.opening.tiff import is_raw
from mirnet_gui.photo.opening.vips_setup import set_up
from mirnet_gui.photo.photo import Format, Kind, Photo
from mirnet_gui.photo.readers import reader_of
from mirnet_gui.progress import CancelToken

set_up()


@dataclass(frozen=True, slots=True)
class Probe:
    """What a file is found to be without decoding it; ``width`` x ``height`` as it lies there.

    ``format`` is the one in which a result keeps most of it. ``enhanced`` says that it is a result
    of this program.
    """

    kind: Kind
    width: int
    height: int
    format: Format
    enhanced: bool = False


def read_photo(path: Path, cancel: CancelToken | None = None, *, apart: bool = False) -> Photo:
    """Read a photograph of any kind in :data:`KIND_LABELS`, whatever it is called.

    The picture comes upright. With ``apart`` a process beside this one decodes it, whatever its
    kind. Raises :class:`UnreadablePhoto` or :class:`PhotoTooLarge`, also for
    animations and files of several pages, and :class:`mirnet_gui.errors.Cancelled`.
    """
    with in_words(path), opened(path) as file:
        kind = _kind_of(file)
        if apart or FORMATS[kind].apart:
            found: Decoded = run_apart("decode", path, kind, cancel)
        else:
            found = reader_of(kind).decode(file)
    depth = found.pixels.dtype.itemsize * 8
    photo = Photo(
        found.pixels,
        found.alpha,
        found.profile,
        found.metadata,
        found.grey,
        written_as(kind, bit_depth=depth, has_alpha=found.alpha is not None),
        path,
        kind,
        warnings=found.warnings,
        lossless=found.lossless,
    )
    if photo.profile is None and photo.metadata.exif:
        metadata = replace(photo.metadata, exif=saying_srgb(photo.metadata.exif))
        photo = replace(photo, metadata=metadata)
    return in_working_space(photo)


def probe(path: Path, cancel: CancelToken | None = None) -> Probe:
    """Look at a file's header; raises what :func:`read_photo` raises, if that shows so early."""
    with in_words(path), opened(path) as file:
        kind = _kind_of(file)
        if FORMATS[kind].apart:
            found: Header = run_apart("look", path, kind, cancel)
        else:
            found = _looked(file, kind)
    target = written_as(kind, bit_depth=found.bit_depth, has_alpha=found.has_alpha)
    return Probe(kind, found.width, found.height, target, xmp.tells_facts(found.xmp))


def decode(path: Path, kind: Kind) -> Decoded:
    """Decode the file in this process; raises what :func:`read_photo` raises."""
    with in_words(path), opened(path) as file:
        return reader_of(kind).decode(file)


def look(path: Path, kind: Kind) -> Header:
    """Look at the file's header in this process; raises what :func:`read_photo` raises."""
    with in_words(path), opened(path) as file:
        return _looked(file, kind)


def _looked(file: PhotoFile, kind: Kind) -> Header:
    found = reader_of(kind).look(file)
    check_size(file.path, found.width, found.height)
    return found


def detect_kind(path: Path) -> Kind:
    """The kind by the file's content. Raises :class:`UnreadablePhoto` when it is none of ours."""
    with opened(path) as file:
        return _kind_of(file)


def _kind_of(file: PhotoFile) -> Kind:
    path = file.path
    try:
        head = file.head(SIGNATURE_LENGTH)
        found = kind_of_content(head)
        if found == "tiff" and (path.suffix.lower() in RAW_EXTENSIONS or is_raw(file.stream)):
            found = "raw"
    except OSError as error:
        raise unreadable(path, error) from error
    if not head:
        hint = tr("Copy it again from the camera or from a backup.")
        raise UnreadablePhoto(path, tr("{path} is empty.", path=quoted(path)), hint)
    if found is None:
        sentence = tr("{path} is not a {kinds} picture.", path=quoted(path), kinds=listed_kinds())
        raise UnreadablePhoto(path, sentence, tr("Save it as one of these first."))
    return found


def listed_kinds() -> str:
    """As in "JPEG, PNG, ... or camera RAW": what can be read here."""
    return either([tr(label) for label in KIND_LABELS.values()])

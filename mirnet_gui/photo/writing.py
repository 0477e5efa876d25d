"""Photographs into files: pixels by libvips, metadata as it was, the whole atomically."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyvips

from mirnet_gui.atomic import atomic_path, create_beside, flush, place, remove
from mirnet_gui.errors import OutputExists, UnwritablePhoto
from mirnet_gui.formatting import either
from mirnet_gui.language import tr
from mirnet_gui.photo.colour.working_space import as_stored
from mirnet_gui.photo.encoding import Encoding, bits_written
from mirnet_gui.photo.error_messages import quoted, unwritable
from mirnet_gui.photo.formats import FORMATS, LABELS, WRITTEN
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.writers import writer_of
from mirnet_gui.photo.writers.encoding import encodable
from mirnet_gui.photo.writers.writer import Job


def write_photo(
    photo: Photo,
    path: Path,
    *,
    format: Format | None = None,
    quality: int = 92,
    overwrite: bool = False,
) -> None:
    """As :func:`write_encoded`, for a ``photo`` of which nothing else is wanted."""
    write_encoded(photo, path, Encoding(format, quality=quality), overwrite=overwrite)


def write_encoded(photo: Photo, path: Path, encoding: Encoding, *, overwrite: bool = False) -> None:
    """Write ``photo`` to ``path``, whole or not at all, with all metadata the format can hold.

    ``photo`` is as :func:`mirnet_gui.photo.encoding.prepared` makes it. The format is that of the
    extension unless given. The quality is for JPEG, which keeps colours at full resolution from 90
    on, and WebP, AVIF and JPEG XL, for which 100 means lossless, as are the results of lossless
    WebP. :func:`mirnet_gui.photo.losses.losses` tells beforehand what the format cannot hold.
    Nobody may read the file who may not read the photograph's own.

    Raises :class:`OutputExists` or :class:`UnwritablePhoto`.
    """
    target = _target(path, encoding.format)
    check_size(path, target, photo.width, photo.height)
    with _in_words(path, target), atomic_path(path, overwrite, photo.path) as temporary:
        _encode(photo, temporary, encoding.as_format(target))


def stage_photo(
    photo: Photo, path: Path, encoding: Encoding, *, overwrite: bool = False, tag: str = ""
) -> Path:
    """As :func:`write_encoded`, but the whole file stays beside ``path`` under a name with ``tag``.

    :func:`place_photo` brings it there. Raises what :func:`write_photo` raises.
    """
    target = _target(path, encoding.format)
    check_size(path, target, photo.width, photo.height)
    with _in_words(path, target):
        temporary = create_beside(path, overwrite, tag, photo.path)
        try:
            _encode(photo, temporary, encoding.as_format(target))
            flush(temporary)
        except BaseException:
            remove(temporary)
            raise
    return temporary


def place_photo(
    temporary: Path, path: Path, *, overwrite: bool = False, made_of: Path | None = None
) -> None:
    """Bring what :func:`stage_photo` made of the photograph ``made_of`` to its place.

    ``temporary`` stays where ``path`` stands already. Raises what :func:`write_photo` raises.
    """
    with _in_words(path, None):
        try:
            place(temporary, path, overwrite, made_of)
        except FileExistsError:
            raise
        except BaseException:
            remove(temporary)
            raise
        remove(temporary)


def _target(path: Path, wanted: Format | None) -> Format:
    target = wanted or format_from_extension(path)
    if target is None:
        endings = either([FORMATS[name].endings[0] for name in WRITTEN])
        hint = tr("End it in {endings}.", endings=endings)
        raise UnwritablePhoto(
            path, tr("The name {path} does not name a picture format.", path=quoted(path)), hint
        )
    return target


def encode_photo(photo: Photo, file: BinaryIO, encoding: Encoding) -> None:
    """Write the bytes of a file to ``file``, which is empty, open for reading and writing.

    ``photo`` is as :func:`prepared` makes it; the format is given. Raises pyvips.Error or OSError.
    """
    target = encoding.format
    assert target is not None  # noqa: S101 - for the type checker
    holds = WRITTEN[target]
    photo = as_stored(photo, deepest=holds.deepest, holds_grey=holds.grey)
    bits = bits_written(photo, target, encoding.depth)
    image = encodable(photo, target)
    writer_of(target).write(Job(image, photo, encoding.quality, bits, file))


def _encode(photo: Photo, temporary: Path, encoding: Encoding) -> None:
    with temporary.open("w+b") as file:
        encode_photo(photo, file, encoding)


@contextmanager
def _in_words(path: Path, target: Format | None) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        hint = tr("Choose another name or folder, or allow overwriting.")
        raise OutputExists(path, tr("{path} exists already.", path=quoted(path)), hint) from error
    except OSError as error:
        raise unwritable(path, error) from error
    except pyvips.Error as error:
        hint = tr("Try another format.")
        label = LABELS[target] if target else tr("a picture")
        sentence = tr("{path} could not be written as {label}.", path=quoted(path), label=label)
        raise UnwritablePhoto(path, sentence, hint) from error


def check_size(path: Path, target: Format, width: int, height: int) -> None:
    """Raise :class:`UnwritablePhoto` where files of ``target`` cannot be so large."""
    longest = WRITTEN[target].longest_side
    if max(width, height) > longest:
        sentence = tr(
            "{path} cannot be written as {format}: its sides have at most "
            "{longest:,} pixels, and this picture is {width:,} x {height:,}.",
            path=quoted(path),
            format=LABELS[target],
            longest=longest,
            width=width,
            height=height,
        )
        raise UnwritablePhoto(path, sentence, tr("Choose PNG or TIFF."))

"""Photographs into files: pixels by libvips, metadata as it was, the whole atomically."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyvips

from mirnet_gui.errors import OutputExists, UnwritablePhoto
from mirnet_gui.photo import containers, jpeg_metadata, tiff_metadata
from mirnet_gui.photo.atomic import atomic_path, create_beside, flush, place, remove
from mirnet_gui.photo.encoding import encodable
from mirnet_gui.photo.formats import DEEPEST, LABELS, LONGEST_SIDE
from mirnet_gui.photo.naming import format_from_extension
from mirnet_gui.photo.photo import Format, Photo
from mirnet_gui.photo.sentences import shown, unwritable
from mirnet_gui.photo.sink import Sink
from mirnet_gui.photo.working_space import as_stored

_LOSSLESS_QUALITY: Final = 100
LARGEST_CLASSIC_TIFF: Final = 3_900_000_000
"""Bytes of pixels beyond which a TIFF gets offsets of 64 bits (BigTIFF)."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """``quality`` (1 to 100) is for JPEG and WebP."""

    format: Format
    quality: int = 92


@dataclass(frozen=True, slots=True)
class _Job:
    """What an encoder needs: the image at the format's depth and what goes with it."""

    image: pyvips.Image
    photo: Photo
    quality: int
    file: BinaryIO


def write_photo(
    photo: Photo,
    path: Path,
    *,
    format: Format | None = None,  # noqa: A002 - the field's word
    quality: int = 92,
    overwrite: bool = False,
) -> None:
    """Write ``photo`` to ``path``, whole or not at all, with all metadata the format can hold.

    ``format`` is that of the extension unless given. ``quality`` (1 to 100) is for JPEG, which
    keeps colours at full resolution from 90 on, and WebP, for which 100 means lossless, as are
    the results of lossless ones.
    :func:`mirnet_gui.photo.formats.losses` tells beforehand what the format cannot hold. Nobody may
    read the file who may not read the photograph's own.

    Raises :class:`OutputExists` or :class:`UnwritablePhoto`.
    """
    target = _target(path, format)
    _check_size(photo, path, target)
    with _in_words(path, target), atomic_path(path, overwrite, photo.path) as temporary:
        _encode(photo, temporary, target, quality)


def stage_photo(
    photo: Photo, path: Path, encoding: Encoding, *, overwrite: bool = False, tag: str = ""
) -> Path:
    """As :func:`write_photo`, but the whole file stays beside ``path`` under a name with ``tag``.

    :func:`place_photo` brings it there. Raises what :func:`write_photo` raises.
    """
    target = encoding.format
    _check_size(photo, path, target)
    with _in_words(path, target):
        temporary = create_beside(path, overwrite, tag, photo.path)
        try:
            _encode(photo, temporary, target, encoding.quality)
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
        hint = "End it in .jpg, .png, .tif or .webp."
        raise UnwritablePhoto(path, f"The name {shown(path)} tells no picture format.", hint)
    return target


def _encode(photo: Photo, temporary: Path, target: Format, quality: int) -> None:
    photo = as_stored(photo, deepest=DEEPEST[target], holds_grey=target != "webp")
    with temporary.open("w+b") as file:
        _ENCODERS[target](_Job(encodable(photo, target), photo, quality, file))


@contextmanager
def _in_words(path: Path, target: Format | None) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        hint = "Choose another name or folder, or allow overwriting."
        raise OutputExists(path, f"{shown(path)} exists already.", hint) from error
    except OSError as error:
        raise unwritable(path, error) from error
    except pyvips.Error as error:
        hint = "Try another format."
        label = LABELS[target] if target else "a picture"
        sentence = f"{shown(path)} could not be written as {label}."
        raise UnwritablePhoto(path, sentence, hint) from error


def _check_size(photo: Photo, path: Path, target: Format) -> None:
    longest = LONGEST_SIDE[target]
    if max(photo.width, photo.height) > longest:
        sentence = (
            f"{shown(path)} cannot be a {LABELS[target]} file: its sides have at most "
            f"{longest:,} pixels, and this picture is {photo.width:,} x {photo.height:,}."
        )
        raise UnwritablePhoto(path, sentence, "Choose PNG or TIFF.")


def _write_jpeg(job: _Job) -> None:
    metadata = job.photo.metadata
    resolution = metadata.resolution or containers.DEFAULT_RESOLUTION
    extra = jpeg_metadata.segments(metadata, job.photo.profile, resolution)
    sink = Sink(job.file, jpeg_metadata.PLACE, extra)
    _save(sink, job.image.jpegsave_target, sink.target(), Q=job.quality)


def _write_png(job: _Job) -> None:
    extra = containers.png_chunks(job.photo.metadata, job.photo.profile)
    sink = Sink(job.file, containers.PNG_PLACE, extra)
    _save(sink, job.image.pngsave_target, sink.target())


def _write_tiff(job: _Job) -> None:
    sink = Sink(job.file)
    image = job.image
    size = image.width * image.height * image.bands * job.photo.pixels.itemsize
    _save(
        sink,
        image.tiffsave_target,
        sink.target(seekable=True),
        compression="deflate",
        # Few programs know the predictor for floats.
        predictor="none" if image.format == "float" else "horizontal",
        resunit="inch",
        bigtiff=size > LARGEST_CLASSIC_TIFF,
    )
    tiff_metadata.append_metadata(job.file, job.photo.metadata, job.photo.profile)


def _write_webp(job: _Job) -> None:
    # The encoder holds the file in memory anyway, and its size stands at its very beginning.
    webp = job.image.webpsave_buffer(
        Q=job.quality,
        lossless=job.photo.lossless or job.quality >= _LOSSLESS_QUALITY,
        exact=True,
        smart_subsample=True,
        keep="none",
    )
    photo = job.photo
    extra = (photo.metadata, photo.profile, photo.width, photo.height)
    job.file.write(containers.webp_with(webp, *extra))


def _save(sink: Sink, save: Callable[..., None], target: pyvips.Target, **options: Any) -> None:
    try:
        save(target, keep="none", **options)
    except pyvips.Error as error:
        raise sink.error or error from error


_ENCODERS: Final[dict[Format, Callable[[_Job], None]]] = {
    "jpeg": _write_jpeg,
    "png": _write_png,
    "tiff": _write_tiff,
    "webp": _write_webp,
}

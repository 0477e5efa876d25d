"""What saving would give, found out by doing it in memory: the size of the file, and its look."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, cast

import numpy as np

from mirnet_gui.errors import MirnetGuiError
from mirnet_gui.jobs.chosen_results import ChosenResult
from mirnet_gui.jobs.worker import Job
from mirnet_gui.photo.colour.srgb import Bytes, to_bytes, to_srgb
from mirnet_gui.photo.encoding import Encoding, prepared
from mirnet_gui.photo.formats import WRITTEN
from mirnet_gui.photo.photo import Metadata, Photo, Pixels
from mirnet_gui.photo.reading import read_photo
from mirnet_gui.photo.writing import encode_photo, write_encoded
from mirnet_gui.progress import CancelToken, ProgressCallback

_PATCH: Final = 512
"""Side of what a sample is made of."""
_GRID: Final = 16
"""Blocks of compression: a part that begins at one is compressed as in the whole."""
_MARGIN: Final = 16
"""Pixels around a look, so that no edge is seen that the whole does not have."""


@dataclass(frozen=True, slots=True)
class FileSize:
    """Of the file that would be saved, and of its picture.

    ``is_most`` where bits are still to be computed, which were taken for noise; ``is_about`` where
    it is of a sample only, or such bits meet a compression that loses some.
    """

    encoding: Encoding
    bytes: int
    width: int
    height: int
    is_about: bool = False
    is_most: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class CompressionLook:
    """A part of the picture, (h, w, 3) sRGB: as it is, and as it comes out of the file.

    Its middle is at ``middle``, in shares of ``width`` and ``height`` of the picture.
    """

    middle: tuple[float, float]
    width: int
    height: int
    before: Bytes
    after: Bytes


class Trial:
    """What may be saved of a photograph. Its jobs run in one thread: it keeps what they share."""

    def __init__(self, result: ChosenResult) -> None:
        self._result = result
        self._developed: Photo | None = None
        self._prepared: tuple[Encoding, Photo] | None = None

    def size_job(self, encoding: Encoding) -> Job:
        """Writes the file into memory; gives back its :class:`FileSize`."""

        def job(_progress: ProgressCallback, cancel: CancelToken) -> FileSize:
            photo = self._ready(encoding, cancel)
            target = encoding.format
            assert target is not None  # noqa: S101 - for the type checker
            whole = self._result.described(photo, target)
            pixels = photo.width * photo.height
            is_whole = pixels <= WRITTEN[target].quick_up_to
            count = (_bytes_of if is_whole else _bytes_by_sample)(whole, encoding, cancel)
            is_most = is_whole and self._has_bits_drawn(encoding)
            is_exact = is_whole and not self._result.is_too_shallow(encoding)
            size = FileSize(encoding, count, photo.width, photo.height, is_most=is_most)
            return replace(size, is_about=not (is_most or is_exact))

        return job

    def look_job(self, encoding: Encoding, middle: tuple[float, float], size: int) -> Job:
        """Compresses ``size`` x ``size`` pixels around ``middle``; gives back their look.

        That is a :class:`CompressionLook`. What lies beyond an edge comes from this side of it.
        """

        def job(_progress: ProgressCallback, cancel: CancelToken) -> CompressionLook:
            photo = self._ready(encoding, cancel)
            rows = _reach(photo.height, middle[1], size)
            columns = _reach(photo.width, middle[0], size)
            outer = _part(photo, (_outer(rows, photo.height), _outer(columns, photo.width)))
            inner = tuple(
                slice(each.start - _outer(each, whole).start, each.stop - _outer(each, whole).start)
                for each, whole in ((rows, photo.height), (columns, photo.width))
            )
            cancel.raise_if_cancelled()
            saved = _there_and_back(outer, encoding)
            before, after = (_seen(each)[inner] for each in (outer, saved))
            return CompressionLook(middle, photo.width, photo.height, before, after)

        return job

    def _ready(self, encoding: Encoding, cancel: CancelToken) -> Photo:
        """As it would be written, but for what was done; computed once for all qualities."""
        known = replace(encoding, format=None, quality=1)
        if self._prepared is None or self._prepared[0] != known:
            if self._developed is None:
                self._developed = self._result.developed()
            cancel.raise_if_cancelled()
            ready = prepared(self._developed, encoding)
            self._prepared = known, ready
        cancel.raise_if_cancelled()
        ready = self._prepared[1]
        if self._has_bits_drawn(encoding):
            return replace(ready, pixels=_with_drawn_bits(ready.pixels))
        return ready

    def _has_bits_drawn(self, encoding: Encoding) -> bool:
        # What a quality decides about is no larger for bits that nobody sees.
        return self._result.is_too_shallow(encoding) and not encoding.has_losses


def _with_drawn_bits(pixels: Pixels) -> Pixels:
    """16 bits, the last eight of them drawn: those still to be computed compress no worse."""
    drawn = np.random.default_rng(0).integers(0, 256, pixels.shape, dtype=np.uint8)
    return (pixels.astype(np.uint16) & np.uint16(0xFF00)) | drawn


class _Counted(io.BytesIO):
    """Takes no more bytes once nobody wants them: an error that crosses libvips."""

    def __init__(self, cancel: CancelToken) -> None:
        super().__init__()
        self._cancel = cancel

    def write(self, data: object, /) -> int:
        if self._cancel.is_cancelled:
            raise OSError("cancelled")
        return super().write(data)  # type: ignore[arg-type]


def _bytes_of(photo: Photo, encoding: Encoding, cancel: CancelToken) -> int:
    file = _Counted(cancel)
    try:
        encode_photo(photo, file, encoding)
    except MirnetGuiError:
        raise
    except Exception:
        cancel.raise_if_cancelled()
        raise
    cancel.raise_if_cancelled()
    return len(file.getbuffer())


def _bytes_by_sample(photo: Photo, encoding: Encoding, cancel: CancelToken) -> int:
    """Squares from all over the picture, put together, stand for the whole of it."""
    assert encoding.format is not None  # noqa: S101 - for the type checker
    side = max(math.isqrt(WRITTEN[encoding.format].quick_up_to // 2) // _PATCH, 1)
    rows = [_spread(photo.height, number, side) for number in range(side)]
    columns = [_spread(photo.width, number, side) for number in range(side)]

    def gathered(pixels: Pixels) -> Pixels:
        lines = [np.concatenate([pixels[r, c] for c in columns], axis=1) for r in rows]
        return cast(Pixels, np.ascontiguousarray(np.concatenate(lines, axis=0)))

    alpha = None if photo.alpha is None else gathered(photo.alpha)
    sample = replace(
        photo, pixels=gathered(photo.pixels), alpha=alpha, metadata=Metadata(), path=None
    )
    picture = _bytes_of(sample, encoding, cancel)
    tiny = _part(photo, (slice(0, _GRID), slice(0, _GRID)))
    bare = replace(tiny, metadata=Metadata())
    rest = _bytes_of(tiny, encoding, cancel) - _bytes_of(bare, encoding, cancel)
    share = photo.width * photo.height / (sample.width * sample.height)
    return round(picture * share) + rest


def _spread(length: int, number: int, count: int) -> slice:
    """The place of the square ``number`` of ``count`` along a side of ``length`` pixels."""
    width = min(_PATCH, length)
    start = round((length - width) * number / max(count - 1, 1)) // _GRID * _GRID
    return slice(start, start + width)


def _reach(length: int, middle: float, size: int) -> slice:
    size = min(size, length)
    start = min(max(round(middle * length) - size // 2, 0), length - size)
    return slice(start, start + size)


def _outer(part: slice, length: int) -> slice:
    """``part`` with a margin, from the beginning of a block on."""
    start = max(part.start - _MARGIN, 0) // _GRID * _GRID
    return slice(start, min(part.stop + _MARGIN, length))


def _part(photo: Photo, part: tuple[slice, slice]) -> Photo:
    def cut(pixels: Pixels) -> Pixels:
        return cast(Pixels, np.ascontiguousarray(pixels[part]))

    alpha = None if photo.alpha is None else cut(photo.alpha)
    return replace(photo, pixels=cut(photo.pixels), alpha=alpha)


def _there_and_back(photo: Photo, encoding: Encoding) -> Photo:
    bare = replace(photo, metadata=Metadata(), path=None)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "look"
        write_encoded(bare, path, encoding)
        return read_photo(path)


def _seen(photo: Photo) -> Bytes:
    return to_srgb(to_bytes(photo.pixels), photo.profile)

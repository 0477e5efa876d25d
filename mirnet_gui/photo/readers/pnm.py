"""The plain formats of Netpbm (PBM, PGM, PPM, PAM) and PFM, as scientists' programs write them.

After the manual pages of Netpbm: https://netpbm.sourceforge.net/doc/. Other readers bring 16 bits
down to 8, or leave a ``maxval`` of 4095 as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from mirnet_gui.language import tr
from mirnet_gui.photo.decoded import (
    DamagedPictureError,
    Decoded,
    Header,
    UnsupportedKindError,
    check_single,
    check_size,
)
from mirnet_gui.photo.files import PhotoFile
from mirnet_gui.photo.opening.arrays import at_full_scale, image_of
from mirnet_gui.photo.opening.picture import decoded

_LONGEST_HEADER: Final = 64 * 1024
_BLANKS: Final = b" \t\r\n\v\f"
_TOKEN: Final = re.compile(rb"(?:\s|#[^\n\r]*[\n\r])*([^\s#]+)")
_CHANNELS: Final = {b"P1": 1, b"P2": 1, b"P3": 3, b"P4": 1, b"P5": 1, b"P6": 3, b"Pf": 1, b"PF": 3}
_BITMAPS: Final = (b"P1", b"P4")
_PLAIN: Final = (b"P1", b"P2", b"P3")
_FLOATS: Final = (b"Pf", b"PF")
_ARBITRARY: Final = b"P7"
_CHANNELS_OF_TYPE: Final = {
    "BLACKANDWHITE": 1, "GRAYSCALE": 1, "RGB": 3,
    "BLACKANDWHITE_ALPHA": 2, "GRAYSCALE_ALPHA": 2, "RGB_ALPHA": 4,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Form:
    """The header: ``white`` is the number of white, for floats the scale, negative if little."""

    name: bytes
    width: int
    height: int
    channels: int
    white: float
    start: int

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of the numbers as they lie in the file."""
        if self.name in _FLOATS:
            return np.dtype("<f4" if self.white < 0 else ">f4")
        return np.dtype("u1" if self.white < 256 else ">u2")

    @property
    def bit_depth(self) -> int:
        """Of the picture that comes of it."""
        return 32 if self.name in _FLOATS else 8 if self.white < 256 else 16


def look(file: PhotoFile) -> Header:
    """What the file says of itself; raises what :func:`decode` raises."""
    form = _read_form(file.stream)
    return Header(form.width, form.height, form.bit_depth, form.channels in (2, 4))


def decode(file: PhotoFile) -> Decoded:
    """The picture, white at the full scale of 8 or 16 bits whatever the file's ``maxval`` is.

    Raises :class:`DamagedPictureError`, :class:`UnsupportedKindError`, OSError,
    :class:`mirnet_gui.errors.UnreadablePhoto` or :class:`mirnet_gui.errors.PhotoTooLarge`.
    """
    stream = file.stream
    form = _read_form(stream)
    check_size(file.path, form.width, form.height)
    stream.seek(form.start)
    if form.name in _PLAIN:
        array = _plain_numbers(stream, form)
    elif form.name == b"P4":
        array = _bits(stream, form)
    else:
        array = _numbers(stream, form)
    # Pictures may follow each other without anything between them.
    check_single(file.path, 1 + bool(re.match(rb"P[1-7Ff]\s", stream.read(3))))
    array = array.reshape(form.height, form.width, form.channels)
    if form.name not in _FLOATS:
        if int(array.max(initial=0)) > form.white:
            raise DamagedPictureError("numbers are larger than white")
        array = at_full_scale(array, int(form.white))
    return decoded(file.path, image_of(array))


def _read_form(file: BinaryIO) -> _Form:
    file.seek(0)
    head = file.read(_LONGEST_HEADER)
    form = _arbitrary_form(head) if head.startswith(_ARBITRARY) else _classic_form(head)
    if form.width < 1 or form.height < 1:
        raise DamagedPictureError("no pixels")
    is_float = form.name in _FLOATS
    if not is_float and not 1 <= form.white <= 65535:
        raise DamagedPictureError("white is out of range")
    if is_float and not (np.isfinite(form.white) and form.white):
        raise DamagedPictureError("the scale is no number")
    return form


def _classic_form(head: bytes) -> _Form:
    name, position = head[:2], 2
    tokens = []
    for _ in range(2 if name in _BITMAPS else 3):
        found = _TOKEN.match(head, position)
        if found is None:
            raise DamagedPictureError("the header is cut short")
        tokens.append(found[1])
        position = found.end()
    width, height = _integer(tokens[0]), _integer(tokens[1])
    if name in _BITMAPS:
        return _Form(name, width, height, _CHANNELS[name], 1, position + 1)
    white = _real(tokens[2]) if name in _FLOATS else _integer(tokens[2])
    return _Form(name, width, height, _CHANNELS[name], white, position + 1)


def _arbitrary_form(head: bytes) -> _Form:
    table, end, _ = head.partition(b"ENDHDR\n")
    if not end:
        raise DamagedPictureError("the header is cut short")
    lines = [line.split(None, 1) for line in table.splitlines()[1:]]
    fields = {line[0]: line[1].strip() for line in lines if len(line) == 2 and line[0][:1] != b"#"}
    width, height, channels, white = (
        _integer(fields.get(name, b"")) for name in (b"WIDTH", b"HEIGHT", b"DEPTH", b"MAXVAL")
    )
    kind = fields.get(b"TUPLTYPE", b"").decode("ascii", "replace")
    if _CHANNELS_OF_TYPE.get(kind) != channels:
        raise UnsupportedKindError(
            tr("a PAM picture of {channels} channels of an unknown use", channels=channels)
        )
    return _Form(_ARBITRARY, width, height, channels, white, len(table) + len(end))


def _integer(token: bytes) -> int:
    if not token.isdigit() or len(token) > 9:
        raise DamagedPictureError("no number")
    return int(token)


def _real(token: bytes) -> float:
    try:
        return float(token)
    except ValueError as error:
        raise DamagedPictureError("no number") from error


def _numbers(file: BinaryIO, form: _Form) -> npt.NDArray[Any]:
    count = form.width * form.height * form.channels
    content = file.read(count * form.dtype.itemsize)
    if len(content) < count * form.dtype.itemsize:
        raise DamagedPictureError("pixels are missing")
    array = np.frombuffer(content, form.dtype)
    if form.name not in _FLOATS:
        return array
    # The bottom row comes first.
    rows = array.reshape(form.height, -1)[::-1]
    return np.ascontiguousarray(rows, dtype=np.float32)


def _bits(file: BinaryIO, form: _Form) -> npt.NDArray[Any]:
    stride = (form.width + 7) // 8
    content = file.read(stride * form.height)
    if len(content) < stride * form.height:
        raise DamagedPictureError("pixels are missing")
    rows = np.frombuffer(content, np.uint8).reshape(form.height, stride)
    return 1 - np.unpackbits(rows, axis=1, count=form.width)


def _plain_numbers(file: BinaryIO, form: _Form) -> npt.NDArray[Any]:
    count = form.width * form.height * form.channels
    # No number of at most 65535 needs more than eight places with what parts it from the next.
    text = re.sub(rb"#[^\n\r]*", b"", file.read(8 * count + _LONGEST_HEADER))
    if form.name == b"P1":
        digits = np.frombuffer(text.translate(None, _BLANKS)[:count], np.uint8)
        if len(digits) < count or not np.isin(digits, (48, 49)).all():
            raise DamagedPictureError("pixels are missing")
        return (49 - digits).astype(np.uint8)
    words = text.split(None, count)[:count]
    if len(words) < count or not all(word.isdigit() and len(word) <= 5 for word in words):
        raise DamagedPictureError("pixels are missing")
    return np.array(words, dtype="S5").astype(np.uint32)

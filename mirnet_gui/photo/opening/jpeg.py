"""Opening JPEG files: which kinds there are, and what to do when only the end is missing."""

from __future__ import annotations

from typing import Any, Final

import pyvips

from mirnet_gui.language import mark, tr
from mirnet_gui.photo.decoded import DamagedPictureError, UnsupportedKindError

END_IS_MISSING: Final = mark("The end of the file is missing; the picture itself is whole.")

_END: Final = b"\xff\xd9"
_SCAN: Final = b"\xff\xda"
_PROGRESSIVE: Final = (0xC2, 0xCA)
_TWELVE: Final = 12
_JPEG_LS: Final = 0xF7
_FRAMES: Final = frozenset({*range(0xC0, 0xD0), _JPEG_LS}) - {0xC4, 0xC8, 0xCC}
_LOSSLESS: Final = frozenset({0xC3, 0xC7, 0xCB, 0xCF})
_HIERARCHICAL: Final = frozenset({0xC5, 0xC6, 0xCD, 0xCE})
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def open_jpeg(content: bytes, **options: Any) -> tuple[pyvips.Image, tuple[str, ...]]:
    """The picture, its header read, and warnings; ``options`` are libvips' own.

    The file is held in memory: a mapped one that becomes shorter while it is read ends the process.
    Raises :class:`UnsupportedKindError`, :class:`DamagedPictureError` or pyvips.Error.
    """
    _check_frame(content)
    if not _lacks_its_end(content):
        return pyvips.Image.jpegload_buffer(content, **options), ()
    if not _has_all_scans(content):
        raise DamagedPictureError("scans are missing")
    # With an end, what else is missing shows as a warning of the decoder.
    mended = content.removesuffix(_END[:1]) + _END
    strict = options | {"fail_on": "warning"}
    return pyvips.Image.jpegload_buffer(mended, **strict), (tr(END_IS_MISSING),)


def _lacks_its_end(content: bytes) -> bool:
    # Behind the end there may be anything: films of telephones, zeros of a card.
    return content.rfind(_END) < content.rfind(_SCAN)


def _has_all_scans(content: bytes) -> bool:
    """Whether a progressive picture was refined to its last bit; others have one scan each."""
    marker, frame, end = _frame_of(content)
    if marker not in _PROGRESSIVE:
        return True
    missing = {(name, number) for name in frame[6::3] for number in range(64)}
    # Thumbnails, which have scans of their own, stand before the frame.
    place = content.find(_SCAN, end)
    while place >= 0:
        count = int.from_bytes(content[place + 4 : place + 5], "big")
        names = content[place + 5 : place + 5 + 2 * count : 2]
        first, last, bits = content[place + 5 + 2 * count : place + 8 + 2 * count].ljust(3, b"\xff")
        if not bits & 15:
            missing -= {(name, number) for name in names for number in range(first, last + 1)}
        place = content.find(_SCAN, place + 2)
    return not missing


def _check_frame(content: bytes) -> None:
    marker, frame, _ = _frame_of(content)
    if marker == _JPEG_LS:
        raise UnsupportedKindError(tr("a JPEG-LS picture"))
    if marker in _LOSSLESS:
        raise UnsupportedKindError(tr("a lossless JPEG"))
    if marker in _HIERARCHICAL:
        raise UnsupportedKindError(tr("a hierarchical JPEG"))
    if frame and frame[0] == _TWELVE:
        raise UnsupportedKindError(tr("a JPEG with 12 bits per channel"))
    if len(frame) >= 3 and not int.from_bytes(frame[1:3], "big"):
        # Its height follows behind the pixels (DNL), which nobody reads.
        raise UnsupportedKindError(tr("a JPEG that does not give its height"))


def _frame_of(content: bytes) -> tuple[int, bytes, int]:
    """The marker of the frame, what stands in it and where it ends; (0, b"", 0) without one."""
    position = 2
    while position + 4 <= len(content):
        if content[position] != 0xFF:
            position += 1
            continue
        marker = content[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker in _STANDALONE or marker == 0:
            position += 2
            continue
        size = int.from_bytes(content[position + 2 : position + 4], "big")
        if marker in _FRAMES:
            return marker, content[position + 4 : position + 2 + size], position + 2 + size
        if marker == _SCAN[1]:
            break
        position += 2 + max(size, 2)
    return 0, b"", 0

"""The file of a photograph: opened once, for all that is read of it."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyvips

from mirnet_gui.errors import PhotoTooLarge, UnreadablePhoto
from mirnet_gui.language import tr
from mirnet_gui.photo.error_messages import quoted, unreadable

MOST_BYTES: Final = 1 << 30
"""A compressed photograph of more bytes is none: 300 megapixels as a fine JPEG have 300 MB."""


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """An open file; ``path`` is for sentences about it, all bytes come from ``stream``."""

    path: Path
    stream: BinaryIO

    @property
    def size(self) -> int:
        """Bytes in all."""
        return os.fstat(self.stream.fileno()).st_size

    def head(self, length: int) -> bytes:
        """The first ``length`` bytes. Raises OSError."""
        self.stream.seek(0)
        return self.stream.read(length)

    def content(self) -> bytes:
        """All bytes. Raises :class:`PhotoTooLarge` or OSError."""
        size = self.size
        if size > MOST_BYTES:
            sentence = tr(
                "{path} is larger than {most_bytes} MB.",
                path=quoted(self.path),
                most_bytes=MOST_BYTES >> 20,
            )
            raise PhotoTooLarge(self.path, sentence, tr("Save it anew as PNG or TIFF first."))
        self.stream.seek(0)
        return self.stream.read(size)

    def vips_source(self) -> pyvips.Source:
        """What libvips reads from. It moves the place in ``stream``, which is read before that.

        Given the name, libvips opens the file six times.
        """
        if sys.platform == "win32":
            # Descriptors belong to the C library that made them, which may be another one there.
            return pyvips.Source.new_from_file(os.fsencode(self.path))
        return pyvips.Source.new_from_descriptor(self.stream.fileno())


@contextmanager
def opened(path: Path) -> Iterator[PhotoFile]:
    """Open an ordinary file. Raises :class:`UnreadablePhoto`."""
    try:
        _check_is_file(path)
        stream = path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error
    with stream:
        yield PhotoFile(path, stream)


def _check_is_file(path: Path) -> None:
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        # Opening a pipe would wait for ever.
        raise UnreadablePhoto(
            path,
            tr("{path} is not an ordinary file.", path=quoted(path)),
            tr("Choose a photograph."),
        )

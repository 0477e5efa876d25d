"""A place for libvips to write to that slips metadata in and remembers what went wrong."""

from __future__ import annotations

from typing import BinaryIO

import pyvips


class Sink:
    """Passes a picture on to ``file``, with ``extra`` put in behind its first ``place`` bytes.

    An OSError may not cross libvips: it is kept in ``error``, to be raised afterwards.
    """

    def __init__(self, file: BinaryIO, place: int = 0, extra: bytes = b"") -> None:
        self.error: OSError | None = None
        self._file = file
        self._place = place
        self._extra = extra
        self._head = b""

    def target(self, seekable: bool = False) -> pyvips.TargetCustom:
        """What a libvips saver writes to; ``seekable`` for those that go back (TIFF)."""
        target = pyvips.TargetCustom()
        target.on_write(self._write)
        if seekable:
            target.on_seek(self._seek)
            target.on_read(self._read)
        return target

    def _write(self, data: bytes) -> int:
        try:
            self._file.write(self._spliced(bytes(data)))
        except OSError as error:
            return self._failed(error)
        return len(data)

    def _spliced(self, data: bytes) -> bytes:
        if not self._extra:
            return data
        self._head += data
        if len(self._head) < self._place:
            return b""
        whole = self._head[: self._place] + self._extra + self._head[self._place :]
        self._head = self._extra = b""
        return whole

    def _seek(self, offset: int, whence: int) -> int:
        # libvips asks once more when it lets go of the target, after the file is closed.
        if self._file.closed:
            return -1
        try:
            return self._file.seek(offset, whence)
        except OSError as error:
            return self._failed(error)

    def _read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            self._failed(error)
            return b""

    def _failed(self, error: OSError) -> int:
        self.error = self.error or error
        return -1

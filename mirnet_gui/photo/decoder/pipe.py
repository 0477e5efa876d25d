"""What goes through the pipes to and from a decoder: blocks, each behind its length."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from typing import IO, Any, Final, Literal

import numpy as np

_MOST_BUFFERS: Final = 16
_LARGEST_BUFFER: Final = 8 * 2**30


def write_block(pipe: IO[bytes], block: bytes | memoryview) -> None:
    """One block, as :func:`read_block` reads it. Raises OSError."""
    _write_all(pipe, struct.pack("<Q", len(block)))
    _write_all(pipe, block)


def _write_all(pipe: IO[bytes], data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[pipe.write(view) :]


def read_block(pipe: IO[bytes], *, most: int = _LARGEST_BUFFER) -> memoryview:
    """One block as :func:`write_answer` writes them. Raises EOFError, MemoryError or OSError."""
    (size,) = struct.unpack("<Q", _filled(pipe, memoryview(bytearray(8))))
    if size > most:
        raise EOFError
    # numpy does not write zeros first.
    return _filled(pipe, np.empty(size, np.uint8).data)


def _filled(pipe: IO[bytes], room: memoryview) -> memoryview:
    rest = room
    while rest:
        read: Callable[[memoryview], int | None] = pipe.readinto  # type: ignore[attr-defined]
        count = read(rest)
        if not count:
            raise EOFError
        rest = rest[count:]
    return room


def read_answer(pipe: IO[bytes]) -> tuple[bytes, list[Any]]:
    """What :func:`write_answer` wrote. Raises EOFError, MemoryError or OSError."""
    content = bytes(read_block(pipe))
    count = int.from_bytes(read_block(pipe, most=8), "little")
    if count > _MOST_BUFFERS:
        raise EOFError
    return content, [read_block(pipe) for _ in range(count)]


def write_answer(pipe: IO[bytes], outcome: Literal["value", "error"], found: Any) -> None:
    """Write what was decoded, arrays as they lie in memory, or ``(class, sentence, hint)``."""
    buffers: list[pickle.PickleBuffer] = []
    content = pickle.dumps((outcome, found), protocol=5, buffer_callback=buffers.append)
    write_block(pipe, content)
    write_block(pipe, len(buffers).to_bytes(8, "little"))
    for buffer in buffers:
        write_block(pipe, buffer.raw())

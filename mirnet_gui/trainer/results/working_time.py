"""How long a run has computed, from the times in its logs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median_low

from google.protobuf.message import DecodeError
from tensorboardX.proto.event_pb2 import Event

# A record of TensorBoard's log: its length, that number's checksum, its bytes, their checksum.
_LENGTH, _CHECKSUM = struct.Struct("<Q4x"), 4
# Two records further apart than this, and than so many times as usual, have a pause between them.
_PAUSE, _PAUSE_OF_USUAL = 300.0, 10.0


def working_seconds(logs: Path) -> float:
    """The seconds from the first to the last record of every start of a run, but for its pauses.

    ``logs`` is the folder of TensorBoard's event files, one for each time the run was started or
    gone on with. Steps that were done again count again. 0 where nothing can be read.
    """
    return sum(_worked([*_times(path)]) for path in logs.glob("events.out.tfevents.*"))


def _worked(times: list[float]) -> float:
    gaps = [later - sooner for sooner, later in pairwise(times)]
    if not gaps:
        return 0.0
    longest = max(_PAUSE, _PAUSE_OF_USUAL * median_low(gaps))
    return sum(gap for gap in gaps if 0.0 <= gap <= longest)


def _times(path: Path) -> Iterator[float]:
    """When each record was written, in seconds; a last one that was cut short is left out."""
    try:
        log, place = path.read_bytes(), 0
        while place + _LENGTH.size <= len(log):
            (length,) = _LENGTH.unpack_from(log, place)
            start = place + _LENGTH.size
            place = start + length + _CHECKSUM
            if place <= len(log):
                yield Event.FromString(log[start : start + length]).wall_time
    except (OSError, DecodeError):
        return

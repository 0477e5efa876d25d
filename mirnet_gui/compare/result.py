"""What one method makes of a photograph."""

from __future__ import annotations

import time
from dataclasses import dataclass

from mirnet_gui.errors import Cancelled
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import label_of, text_of
from mirnet_gui.methods.variants import in_space_of
from mirnet_gui.photo.error_messages import reason_of
from mirnet_gui.photo.photo import Photo, Pixels
from mirnet_gui.progress import CancelToken, ProgressCallback


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """``pixels`` are those of the photograph or, by the method's scale, a multiple; same dtype.

    ``method`` is the method's text, by which a result can be kept and found again, ``label`` what
    it is called beside a picture; ``seconds`` is what applying it took, without loading weights.
    """

    method: str
    label: str
    pixels: Pixels
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A method that gave no result, and the sentence why."""

    method: str
    reason: str


def compute(
    method: Method, photo: Photo, progress: ProgressCallback, cancel: CancelToken
) -> Result:
    """Apply ``method`` to ``photo`` and take the time.

    Raises what the method raises, :class:`Cancelled` within a second of ``cancel``.
    """
    cancel.raise_if_cancelled()
    method.prepare()
    started = time.monotonic()
    result = in_space_of(method, photo).apply(photo.pixels, progress, cancel)
    return Result(text_of(method), label_of(method), result, time.monotonic() - started)


def attempt(
    method: Method, photo: Photo, progress: ProgressCallback, cancel: CancelToken
) -> Result | Failure:
    """As :func:`compute`, but a method that fails is told by name. Raises :class:`Cancelled`."""
    try:
        return compute(method, photo, progress, cancel)
    except Cancelled:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the other methods go on
        return Failure(text_of(method), reason_of(error, text_of(method)))

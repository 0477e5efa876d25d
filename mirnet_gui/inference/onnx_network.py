"""A network of the user's own as an ONNX file: RGB in, RGB out, (1, 3, H, W) in [0, 1].

What comes out may be two to four times as large. Networks of the luminance alone, (1, 1, H, W) or
(1, H, W, 1), do the same: those of OpenCV's ``dnn_superres``, frozen graphs of TensorFlow (.pb),
are such.

It runs whole, never in tiles, since nobody knows what it pools over, and in a process of its own
(:mod:`mirnet_gui.inference.onnx_worker`), since nobody knows what it does. OpenVINO reads both
by itself.
"""

from __future__ import annotations

import glob
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import psutil

from mirnet_gui.errors import DeviceError, MirnetGuiError, OutOfMemory, WeightsError
from mirnet_gui.inference.bounded_process import (
    BoundedProcess,
    ProcessEndedError,
    TooMuchMemoryError,
)
from mirnet_gui.inference.onnx_worker import serve
from mirnet_gui.inference.pixels import checked
from mirnet_gui.inference.run_progress import RunProgress
from mirnet_gui.inference.turns import Turns
from mirnet_gui.language import mark, tr
from mirnet_gui.photo.error_messages import quoted
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.values import Floats, floats_of, from_floats
from mirnet_gui.progress import CancelToken, ProgressCallback

# Networks that halve the picture a few times want sides that can be halved so often.
_MULTIPLE = 64
_WANTED = mark(
    "It takes a network of RGB, (1, 3, H, W), or of luminance, in [0, 1], that keeps the size or "
    "makes it 2 to 4 times as large."
)
_DAMAGED = mark(
    "It is damaged, neither ONNX nor a frozen TensorFlow graph, or OpenVINO does not know it."
)

# Bytes that a network may take: so many for OpenVINO itself, for each byte of the file and for each
# pixel (five hundred channels of eight layers), and never more than this share of what is free.
_BASE, _OF_FILE, _OF_PIXEL, _SHARE_OF_FREE = 1_500_000_000, 6, 16_000, 0.6
_MOST_SECONDS_TO_READ = 120.0


class OnnxNetwork:
    """An ONNX file, loaded; runs pictures of any size that the network itself takes.

    Raises what :func:`open_onnx` raises.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turns = Turns()
        self.scale = 1
        """How many times as high and as wide as a picture its result is."""
        self._process = self._started(self._limited_in_time())

    def run(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """What the network makes of ``pixels`` (H, W, 3): ``scale`` times as large, same dtype.

        The sides are brought to multiples of 64 by reflection. Raises :class:`WeightsError` when
        the network takes no such picture, gives one of another size or none at all,
        :class:`OutOfMemory` and :class:`mirnet_gui.errors.Cancelled`.
        """
        height, width = pixels.shape[:2]
        below, right = -height % _MULTIPLE, -width % _MULTIPLE
        padded = cv2.copyMakeBorder(pixels, 0, below, 0, right, cv2.BORDER_REFLECT_101)
        picture = np.ascontiguousarray(floats_of(cast(Pixels, padded)).transpose(2, 0, 1))[None]
        run_progress = RunProgress(height * width, progress, cancel)
        look = run_progress.of_pass(run_progress.pixels)
        run_progress.tell()
        with self._turns.mine(cancel):
            if not self._process.is_running:
                self._process = self._started(lambda: look(0.0))
            made = self._made(picture, lambda: look(0.0), f"{width} x {height}")
        look(1.0)
        restored = checked(made, quoted(self._path))[
            0, :, : self.scale * height, : self.scale * width
        ]
        return from_floats(restored.transpose(1, 2, 0), pixels.dtype)

    def _started(self, look: Callable[[], None]) -> BoundedProcess:
        process = BoundedProcess(serve, str(self._path))
        answer, content = self._answer(process, look, 0)
        if answer == "read":
            (self.scale,) = content
            return process
        process.end()
        raise self._error_of(answer)

    def _made(self, picture: Floats, look: Callable[[], None], size: str) -> Floats:
        try:
            self._process.send(picture.shape, picture.data)
            pixels = picture.shape[2] * picture.shape[3]
            answer, shape = self._answer(self._process, look, pixels, size)
            if answer == "done":
                made = np.frombuffer(self._process.data(), np.float32)
                return made.reshape(shape)
        except ProcessEndedError as error:
            raise self._crashed() from error
        if answer == "shape":
            made_size = " x ".join(str(side) for side in shape)
            raise WeightsError(
                tr(
                    "{path} makes {made_size} of {size}.",
                    path=quoted(self._path),
                    made_size=made_size,
                    size=size,
                ),
                tr(_WANTED),
            )
        raise self._error_of(answer, size)

    def _answer(
        self, process: BoundedProcess, look: Callable[[], None], pixels: int, size: str = ""
    ) -> tuple[str, tuple[int, ...]]:
        try:
            answer: tuple[str, tuple[int, ...]] = process.answer(look, self._memory(pixels))
        except ProcessEndedError as error:
            raise self._crashed() from error
        except TooMuchMemoryError as error:
            raise self._error_of("memory", size) from error
        return answer

    def _memory(self, pixels: int) -> int:
        # Weights that do not fit into one file lie beside it under a similar name.
        beside = self._path.parent.glob(f"{glob.escape(self._path.stem)}*")
        sizes = sum(path.stat().st_size for path in beside if path.is_file())
        wanted = _BASE + _OF_FILE * sizes + _OF_PIXEL * pixels
        return min(wanted, int(psutil.virtual_memory().available * _SHARE_OF_FREE))

    def _limited_in_time(self) -> Callable[[], None]:
        # Whoever opens a network cannot be cancelled, and waits for seconds at most.
        end = time.monotonic() + _MOST_SECONDS_TO_READ

        def look() -> None:
            if time.monotonic() > end:
                sentence = tr(
                    "{path} takes longer than two minutes to be read.", path=quoted(self._path)
                )
                raise WeightsError(sentence, tr("Choose another network."))

        return look

    def _crashed(self) -> WeightsError:
        return WeightsError(
            tr("{path} made OpenVINO crash.", path=quoted(self._path)), tr(_DAMAGED)
        )

    def _error_of(self, answer: str, size: str = "") -> MirnetGuiError:
        name = quoted(self._path)
        match answer:
            case "missing":
                hint = tr("Install it: pip install openvino.")
                return DeviceError(tr("ONNX networks need OpenVINO."), hint)
            case "unreadable":
                return WeightsError(
                    tr("{name} could not be read as a network.", name=name), tr(_DAMAGED)
                )
            case "ends":
                return WeightsError(
                    tr("{name} has more than one input or output.", name=name), tr(_WANTED)
                )
            case "memory":
                hint = tr("Close other programs, or reduce the photograph first.")
                sentence = (
                    tr("{name} needs too much memory at {size}.", name=name, size=size)
                    if size
                    else tr("{name} needs too much memory to be read.", name=name)
                )
                return OutOfMemory(sentence, hint)
            case _:
                return WeightsError(
                    tr("{name} does not take a picture of {size}.", name=name, size=size),
                    tr(_WANTED),
                )


@lru_cache(maxsize=1)
def open_onnx(path: Path, _modified: float) -> OnnxNetwork:
    """The network of ``path``; the last one stays loaded for the next picture.

    ``_modified`` tells apart what the file held before it was written anew. Raises
    :class:`WeightsError` for anything but a network with one picture in and one out,
    :class:`OutOfMemory` for one that does not fit, and :class:`DeviceError` without OpenVINO.
    """
    return OnnxNetwork(path)

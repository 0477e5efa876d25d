"""What runs in the process of a user's network: OpenVINO, and nothing that takes long to load.

The network is somebody else's and may loop without end, crash OpenVINO or ask for any amount of
memory, so it shares no process with the photographs (:mod:`mirnet_gui.inference.onnx_network`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Literal

import cv2
import numpy as np

from mirnet_gui.inference.backends.openvino_runtime import core, is_out_of_memory

if TYPE_CHECKING:
    import openvino as ov

Answer = tuple[
    Literal["read", "done", "missing", "unreadable", "ends", "another", "memory", "shape"],
    tuple[int, ...],
]
"""What came of the last request, and the shape of what the network gave, if it gave something.

``read`` comes with the scale of the network's results instead.
"""
_SIDE = 64
_LARGEST_SCALE = 4


def serve(pipe: Connection, path: str) -> None:
    """Read the network of ``path``, then answer every shape and picture that come by ``pipe``.

    The answer ``done`` is followed by the result's bytes, of the picture's shape times the scale.
    """
    answer, model = _read(path)
    if model is None:
        pipe.send((answer, ()))
        return
    kind = _kind_of(model)
    pipe.send((answer, (kind.scale,)))
    network = _Network(model, kind)
    while True:
        shape = pipe.recv()
        picture = np.frombuffer(bytearray(pipe.recv_bytes()), np.float32).reshape(shape)
        verdict, result = network.run(picture)
        pipe.send(verdict)
        if result is not None:
            pipe.send_bytes(result.data)


def _read(path: str) -> tuple[str, ov.Model | None]:
    try:
        opened = core()
    except (ImportError, OSError):
        return "missing", None
    try:
        model = opened.read_model(path)
    except Exception as error:  # noqa: BLE001 - foreign bytes make it fail with any error at all
        return ("memory" if _is_full(error) else "unreadable"), None
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        return "ends", None
    return "read", model


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a network takes, and how many times as high and wide its results are.

    ``channels`` is 3 for RGB, or 1 for the luminance alone, as the networks of OpenCV's
    ``dnn_superres`` want it; ``channels_last`` says that it stands as (1, H, W, C).
    """

    scale: int = 1
    channels: int = 3
    channels_last: bool = False

    def shape(self, height: int, width: int, scale: int = 1) -> list[int]:
        """Of a picture of ``height`` x ``width``, enlarged by ``scale``."""
        sides = [scale * height, scale * width]
        return [1, *sides, self.channels] if self.channels_last else [1, self.channels, *sides]


_KINDS = (_Kind(), _Kind(channels=1), _Kind(channels=1, channels_last=True))


def _kind_of(model: ov.Model) -> _Kind:
    """The kind whose shapes fit; RGB of the same size if the network does not tell."""
    for kind in _KINDS:
        if not _takes(model, kind):
            continue
        try:
            sized = model.clone()
            if sized.inputs[0].get_partial_shape().is_dynamic:
                sized.reshape(kind.shape(_SIDE, _SIDE))
            taken, made = (list(end[0].get_shape()) for end in (sized.inputs, sized.outputs))
        except Exception:  # noqa: BLE001, S112 - a foreign network fails with any error at all
            continue
        height, width = taken[1:3] if kind.channels_last else taken[2:]
        scale = max(made) // max(height, width)
        # TensorFlow's own end with the channels in front, whatever they begin with.
        results = (
            kind.shape(height, width, scale),
            [1, kind.channels, scale * height, scale * width],
        )
        if taken == kind.shape(height, width) and made in results and 1 <= scale <= _LARGEST_SCALE:
            return replace(kind, scale=scale)
    return _Kind()


def _takes(model: ov.Model, kind: _Kind) -> bool:
    import openvino as ov  # optional

    declared = model.inputs[0].get_partial_shape()
    # Else a second dimension of anything at all would pass for a height.
    side = _SIDE if kind.channels_last and declared.is_dynamic else -1
    return bool(declared.compatible(ov.PartialShape([-1, *kind.shape(side, side)[1:]])))


class _Network:
    """A network of ``kind``, compiled for one size at a time."""

    def __init__(self, model: ov.Model, kind: _Kind) -> None:
        self._model = model
        self._kind = kind
        self._is_taken = _takes(model, kind)
        self._compiled: tuple[list[int], ov.CompiledModel] | None = None

    def run(self, picture: np.ndarray[Any, Any]) -> tuple[Answer, np.ndarray[Any, Any] | None]:
        """What it makes of ``picture`` (1, 3, H, W)."""
        try:
            made = self._made(picture)
            height, width = picture.shape[2:]
            if made.shape != (1, 3, self._kind.scale * height, self._kind.scale * width):
                return ("shape", tuple(made.shape)), None
            return ("done", made.shape), np.ascontiguousarray(made, np.float32)
        except Exception as error:  # noqa: BLE001 - a foreign network fails with any error at all
            return ("memory" if _is_full(error) else "another", ()), None

    def _made(self, picture: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        height, width = picture.shape[2:]
        shape = self._kind.shape(height, width)
        if self._kind.channels == 3:
            made: np.ndarray[Any, Any] = self._graph(shape)([picture])[0]
            return made
        # As OpenCV does: the luminance by the network, the colours bicubically.
        parts = cv2.cvtColor(
            np.ascontiguousarray(picture[0].transpose(1, 2, 0)), cv2.COLOR_RGB2YCrCb
        )
        large = (self._kind.scale * width, self._kind.scale * height)
        result = cv2.resize(parts, large, interpolation=cv2.INTER_CUBIC)
        luminance = self._graph(shape)([parts[..., :1].reshape(shape)])[0]
        result[..., 0] = luminance.reshape(result.shape[:2])
        return cv2.cvtColor(result, cv2.COLOR_YCrCb2RGB).transpose(2, 0, 1)[None]

    def _graph(self, shape: list[int]) -> ov.CompiledModel:
        if self._compiled is None or self._compiled[0] != shape:
            self._compiled = None
            if not self._is_taken:
                raise ValueError(shape)
            self._model.reshape(shape)
            compiled = core().compile_model(self._model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
            self._compiled = shape, compiled
        return self._compiled[1]


def _is_full(error: Exception) -> bool:
    return isinstance(error, MemoryError) or is_out_of_memory(error)

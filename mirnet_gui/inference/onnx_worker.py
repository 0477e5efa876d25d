"""What runs in the process of a user's network: OpenVINO, and nothing that takes long to load.

The network is somebody else's and may loop without end, crash OpenVINO or ask for any amount of
memory, so it shares no process with the photographs (:mod:`mirnet_gui.inference.onnx_network`).
"""

from __future__ import annotations

from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mirnet_gui.inference.backends.openvino_runtime import is_out_of_memory

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
    scale = _scale_of(model)
    pipe.send((answer, (scale,)))
    network = _Network(model, scale)
    while True:
        shape = pipe.recv()
        picture = np.frombuffer(bytearray(pipe.recv_bytes()), np.float32).reshape(shape)
        verdict, result = network.run(picture)
        pipe.send(verdict)
        if result is not None:
            pipe.send_bytes(result.data)


def _read(path: str) -> tuple[str, ov.Model | None]:
    try:
        import openvino as ov  # optional

        core = ov.Core()
    except (ImportError, OSError):
        return "missing", None
    try:
        model = core.read_model(path)
    except Exception as error:  # noqa: BLE001 - foreign bytes make it fail with any error at all
        return ("memory" if _is_full(error) else "unreadable"), None
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        return "ends", None
    return "read", model


def _scale_of(model: ov.Model) -> int:
    """How many times as high and wide as its input the network's output is; 1 if it tells not."""
    try:
        sized = model.clone()
        if sized.inputs[0].get_partial_shape().is_dynamic:
            sized.reshape([1, 3, _SIDE, _SIDE])
        taken, made = (list(end[0].get_shape()) for end in (sized.inputs, sized.outputs))
        scale = made[2] // taken[2]
    except Exception:  # noqa: BLE001 - a foreign network fails with any error at all
        return 1
    is_scale = made == [1, 3, scale * taken[2], scale * taken[3]]
    return scale if is_scale and 1 <= scale <= _LARGEST_SCALE else 1


class _Network:
    """A network whose results are ``scale`` times as large, compiled for one size at a time."""

    def __init__(self, model: ov.Model, scale: int) -> None:
        self._model = model
        self._scale = scale
        self._declared = model.inputs[0].get_partial_shape()
        self._compiled: tuple[tuple[int, ...], ov.CompiledModel] | None = None

    def run(self, picture: np.ndarray[Any, Any]) -> tuple[Answer, np.ndarray[Any, Any] | None]:
        """What it makes of ``picture`` (1, 3, H, W)."""
        try:
            made = self._graph(picture.shape)([picture])[0]
            height, width = picture.shape[2:]
            if made.shape != (1, 3, self._scale * height, self._scale * width):
                return ("shape", tuple(made.shape)), None
            return ("done", made.shape), np.ascontiguousarray(made, np.float32)
        except Exception as error:  # noqa: BLE001 - a foreign network fails with any error at all
            return ("memory" if _is_full(error) else "another", ()), None

    def _graph(self, shape: tuple[int, ...]) -> ov.CompiledModel:
        import openvino as ov  # optional

        if self._compiled is None or self._compiled[0] != shape:
            self._compiled = None
            if not self._declared.compatible(ov.PartialShape([-1, 3, -1, -1])):
                raise ValueError(self._declared)
            self._model.reshape(list(shape))
            compiled = ov.Core().compile_model(self._model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
            self._compiled = shape, compiled
        return self._compiled[1]


def _is_full(error: Exception) -> bool:
    return isinstance(error, MemoryError) or is_out_of_memory(error)

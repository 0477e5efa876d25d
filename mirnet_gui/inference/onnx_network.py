"""A network of the user's own as an ONNX file: RGB in, RGB out, both (1, 3, H, W) in [0, 1].

It runs whole, never in tiles, since nobody knows what it pools over. OpenVINO reads ONNX by itself.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

import cv2
import torch

from mirnet_gui.errors import DeviceError, OutOfMemory, WeightsError
from mirnet_gui.inference.backends.openvino_runtime import available, infer, is_out_of_memory
from mirnet_gui.inference.pixels import to_pixels, to_tensor
from mirnet_gui.inference.watch import Watch
from mirnet_gui.photo.photo import Pixels
from mirnet_gui.photo.sentences import shown
from mirnet_gui.progress import CancelToken, ProgressCallback

if TYPE_CHECKING:
    import openvino as ov

# Networks that halve the picture a few times want sides that can be halved so often.
_MULTIPLE = 64
_WANTED = "It takes a network from (1, 3, H, W) to the same size, RGB in [0, 1]."


class OnnxNetwork:
    """An ONNX file, loaded; runs pictures of any size that the network itself takes."""

    def __init__(self, path: Path, model: ov.Model) -> None:
        self._path = path
        self._model = model
        self._declared = model.inputs[0].get_partial_shape()
        self._compiled: tuple[tuple[int, int], ov.CompiledModel] | None = None

    def run(self, pixels: Pixels, progress: ProgressCallback, cancel: CancelToken) -> Pixels:
        """What the network makes of ``pixels`` (H, W, 3): same shape and dtype.

        The sides are brought to multiples of 64 by reflection. Raises :class:`WeightsError` when
        the network takes no such picture or gives one of another size, :class:`OutOfMemory` and
        :class:`mirnet_gui.errors.Cancelled`.
        """
        height, width = pixels.shape[:2]
        below, right = -height % _MULTIPLE, -width % _MULTIPLE
        padded = cv2.copyMakeBorder(pixels, 0, below, 0, right, cv2.BORDER_REFLECT_101)
        picture = to_tensor(cast(Pixels, padded))
        watch = Watch(height * width, progress, cancel)
        watch.tell()
        try:
            restored = infer(self._graph(picture), [picture], watch.of_pass(watch.pixels))[0]
        except RuntimeError as error:
            raise self._told(error, picture) from error
        if restored.shape != picture.shape:
            size = " x ".join(str(side) for side in restored.shape)
            raise WeightsError(f"{shown(self._path)} makes {size} of {width} x {height}.", _WANTED)
        return to_pixels(torch.nan_to_num(restored.float()), pixels)

    def _graph(self, picture: torch.Tensor) -> ov.CompiledModel:
        import openvino as ov  # noqa: PLC0415 - optional

        size = (picture.shape[-2], picture.shape[-1])
        if self._compiled is None or self._compiled[0] != size:
            self._compiled = None
            if not self._declared.compatible(ov.PartialShape([-1, 3, -1, -1])):
                raise RuntimeError(str(self._declared))
            self._model.reshape([1, 3, *size])
            compiled = ov.Core().compile_model(self._model, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
            self._compiled = size, compiled
        return self._compiled[1]

    def _told(self, error: RuntimeError, picture: torch.Tensor) -> WeightsError | OutOfMemory:
        size = f"{picture.shape[-1]} x {picture.shape[-2]}"
        if is_out_of_memory(error):
            hint = "Close other programs, or reduce the photograph first."
            return OutOfMemory(f"{shown(self._path)} needs too much memory at {size}.", hint)
        return WeightsError(f"{shown(self._path)} does not take a picture of {size}.", _WANTED)


@lru_cache(maxsize=1)
def open_onnx(path: Path, _modified: float) -> OnnxNetwork:
    """The network of ``path``; the last one stays loaded for the next picture.

    ``_modified`` tells apart what the file held before it was written anew. Raises
    :class:`WeightsError` for anything but a network with one picture in and one out, and
    :class:`DeviceError` without OpenVINO.
    """
    if not available():
        raise DeviceError("ONNX networks need OpenVINO.", "Install it: pip install openvino.")
    import openvino as ov  # noqa: PLC0415 - optional

    try:
        model = ov.Core().read_model(path)
    except RuntimeError as error:
        hint = "It is damaged, no ONNX file, or uses what OpenVINO does not know."
        raise WeightsError(f"{shown(path)} could not be read as a network.", hint) from error
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise WeightsError(f"{shown(path)} has more than one input or output.", _WANTED)
    return OnnxNetwork(path, model)

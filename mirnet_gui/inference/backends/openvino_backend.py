"""The network computed by OpenVINO on a CPU, on most faster than by torch.

openvino is imported on first use, since not every computer has it, and only here and by
:mod:`mirnet_gui.inference.backends.openvino_graph`, which nobody else imports.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import torch
from torch import Tensor

from mirnet_gui.inference.backends.backend import Descriptors, Look, Survey, Weighting
from mirnet_gui.network.mirnet import Mirnet

if TYPE_CHECKING:
    import openvino as ov

    from mirnet_gui.inference.backends.openvino_graph import PoolingKind

Precision = Literal["fp32", "bf16"]
_TYPES = {"fp32": "f32", "bf16": "bf16"}
_MILLISECONDS_BETWEEN_LOOKS = 50

# `import openvino` tells Google Analytics of itself, unasked, and leaves an identity for that in
# the home directory. Its converter does so, and may be missing, which None says that it is.
sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]


def available() -> bool:
    """Whether OpenVINO is installed, can be loaded and computes on this CPU."""
    try:
        import openvino as ov  # noqa: PLC0415 - optional
    except (ImportError, OSError):
        return False
    return "CPU" in ov.Core().available_devices


def supports_bf16() -> bool:
    """Whether this CPU computes in bfloat16 by itself; only where OpenVINO is available."""
    import openvino as ov  # noqa: PLC0415 - optional

    return "BF16" in ov.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


class OpenvinoBackend:
    """``network`` on the CPU; see :class:`mirnet_gui.inference.backends.backend.Backend`.

    A pass of another kind than the last one compiles its graph first, in half a second, and so does
    a restoring one with other descriptors. ``threads`` None leaves their number to OpenVINO. Raises
    :class:`MemoryError` when memory is full.
    """

    def __init__(
        self, network: Mirnet, precision: Precision = "fp32", threads: int | None = None
    ) -> None:
        self.config = network.config
        self._network = network
        self._precision = precision
        self._properties = {
            "INFERENCE_PRECISION_HINT": _TYPES[precision],
            "PERFORMANCE_HINT": "LATENCY",
        } | ({"INFERENCE_NUM_THREADS": threads} if threads else {})
        self._compiled: tuple[PoolingKind | Descriptors, ov.CompiledModel] | None = None

    @property
    def name(self) -> str:
        """Engine and precision."""
        return f"openvino {self._precision}"

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        kind: PoolingKind = "survey of parts" if weighting else "survey"
        restored, *descriptors = self._run(kind, [picture, *weighting], look)
        pools = len(descriptors) // (2 if weighting else 1)
        return Survey(restored, descriptors[:pools], descriptors[pools:])

    def correct(
        self, excerpts: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``excerpts`` together and tell the picture's descriptors."""
        return self._run("correct", [excerpts, *weighting, *offsets], look)

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own."""
        return self._run(descriptors, [picture], look)[0]

    def _run(
        self, kind: PoolingKind | Descriptors, inputs: Sequence[Tensor], look: Look
    ) -> list[Tensor]:
        try:
            return _infer(self._graph(kind), inputs, look)
        except BaseException as error:
            # After an unfinished pass a graph of dynamic sizes fails or gives wrong results.
            self._compiled = None
            if _is_out_of_memory(error):
                raise MemoryError("OpenVINO could not allocate memory.") from error
            raise

    def _graph(self, kind: PoolingKind | Descriptors) -> ov.CompiledModel:
        # Descriptors are the same for all tiles of a picture, and tensors do not compare.
        if self._compiled is None or self._compiled[0] is not kind:
            # A graph keeps the memory of its largest pass, so there is never a second one.
            self._compiled = None
            self._compiled = kind, self._compile(kind)
        return self._compiled[1]

    def _compile(self, kind: PoolingKind | Descriptors) -> ov.CompiledModel:
        import openvino as ov  # noqa: PLC0415 - optional

        from mirnet_gui.inference.backends.openvino_graph import (  # noqa: PLC0415 - imports it
            build_graph,
            build_restoring_graph,
        )

        if isinstance(kind, str):
            graph = build_graph(self._network, kind)
        else:
            graph = build_restoring_graph(self._network, kind)
        return ov.Core().compile_model(graph, "CPU", self._properties)


def _infer(graph: ov.CompiledModel, inputs: Sequence[Tensor], look: Look) -> list[Tensor]:
    arrays = [tensor.detach().contiguous().numpy() for tensor in inputs]
    request = graph.create_infer_request()
    request.start_async(dict(enumerate(arrays)), share_inputs=True)
    _wait(request, look)
    look(1.0)
    return [torch.from_numpy(output.data.copy()) for output in request.output_tensors]


def _wait(request: ov.InferRequest, look: Look) -> None:
    try:
        while not request.wait_for(_MILLISECONDS_BETWEEN_LOOKS):
            look(0.0)
        request.wait()
    except BaseException:
        # Both raise when the pass was cancelled or had failed already.
        with suppress(RuntimeError):
            request.cancel()
            request.wait()
        raise


def _is_out_of_memory(error: BaseException) -> bool:
    told = str(error).lower()
    return "failed to allocate" in told or "bad_alloc" in told or "bad allocation" in told

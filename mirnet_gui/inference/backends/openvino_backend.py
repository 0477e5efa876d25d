"""The network computed by OpenVINO on a CPU, on most faster than by torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from torch import Tensor

from mirnet_gui.inference.backends.backend import Descriptors, Survey, Weighting
from mirnet_gui.inference.backends.openvino_runtime import core, infer, is_out_of_memory
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.progress import Look

if TYPE_CHECKING:
    import openvino as ov

    from mirnet_gui.inference.backends.openvino_graph import PoolingKind

_TYPES = {"fp32": "f32", "bf16": "bf16"}


class _Compiled(NamedTuple):
    """A graph, and what it was compiled for."""

    kind: PoolingKind | Descriptors
    graph: ov.CompiledModel


class OpenvinoBackend:
    """``network`` on the CPU; see :class:`mirnet_gui.inference.backends.backend.Backend`.

    The first pass of a kind compiles its graph first, in half a second, and so does a restoring one
    with other descriptors, unless they are among the last ``graphs``. ``threads`` None
    leaves their number to OpenVINO. While it computes it looks every ``look_every`` ms. Raises
    :class:`MemoryError` when memory is full.
    """

    def __init__(
        self,
        network: Mirnet,
        precision: Literal["fp32", "bf16"] = "fp32",
        threads: int | None = None,
        look_every: int = 50,
        graphs: int = 1,
    ) -> None:
        self.config = network.config
        self._graphs = graphs
        self._network = network
        self._precision = precision
        self._look_every = look_every
        self._properties = {
            "INFERENCE_PRECISION_HINT": _TYPES[precision],
            "PERFORMANCE_HINT": "LATENCY",
        } | ({"INFERENCE_NUM_THREADS": threads} if threads else {})
        self._compiled: list[_Compiled] = []
        """The one that was run last stands last, and alone has memory."""

    @property
    def name(self) -> str:
        """Engine and precision."""
        return f"openvino {self._precision}"

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        kind: PoolingKind = "survey of parts" if weighting else "survey"
        residual, *descriptors = self._run(kind, [picture, *weighting], look)
        pools = len(descriptors) // (2 if weighting else 1)
        restored = self._network.added(picture, residual)
        return Survey(restored, descriptors[:pools], descriptors[pools:])

    def correct(
        self, crops: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``crops`` together and tell the picture's descriptors."""
        return self._run("correct", [crops, *weighting, *offsets], look)

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own."""
        return self._network.added(picture, self._run(descriptors, [picture], look)[0])

    def release_memory(self) -> None:
        """Give back what passes have worked in; a graph that can be used again stays compiled."""
        for each in self._compiled:
            each.graph.release_memory()
        # No other picture has the descriptors of this one.
        self._compiled = [each for each in self._compiled if isinstance(each.kind, str)]

    def _run(
        self, kind: PoolingKind | Descriptors, inputs: Sequence[Tensor], look: Look
    ) -> list[Tensor]:
        try:
            return infer(self._graph(kind), inputs, look, self._look_every)
        except BaseException as error:
            # After an unfinished pass a graph of dynamic sizes fails or gives wrong results.
            del self._compiled[-1:]
            if is_out_of_memory(error):
                raise MemoryError("OpenVINO could not allocate memory.") from error
            raise

    def _graph(self, kind: PoolingKind | Descriptors) -> ov.CompiledModel:
        # Descriptors are the same for all tiles of a picture, and tensors do not compare.
        found = next((each for each in self._compiled if each.kind is kind), None)
        if found is None or found is not self._compiled[-1]:
            self._make_room(found)
            self._compiled.append(found or _Compiled(kind, self._compile(kind)))
        return self._compiled[-1].graph

    def _make_room(self, found: _Compiled | None) -> None:
        if self._compiled:
            # A graph keeps the memory of its largest pass. While one is deleted Python's lock is
            # held: with all its memory that takes 0.1 s.
            self._compiled[-1].graph.release_memory()
        kept = [each for each in self._compiled if each is not found]
        # Graphs of the other kinds serve every picture.
        restoring = [each for each in kept if not isinstance(each.kind, str)]
        surplus = restoring[: max(len(restoring) - self._graphs + 1, 0)]
        self._compiled = [each for each in kept if not any(each is one for one in surplus)]

    def _compile(self, kind: PoolingKind | Descriptors) -> ov.CompiledModel:
        from mirnet_gui.inference.backends.openvino_graph import (
            build_graph,
            build_restoring_graph,
        )

        if isinstance(kind, str):
            graph = build_graph(self._network, kind)
        else:
            graph = build_restoring_graph(self._network, kind)
        return core().compile_model(graph, "CPU", self._properties)

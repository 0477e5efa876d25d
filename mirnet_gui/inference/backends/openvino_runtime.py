"""OpenVINO itself: whether it is there, what it can do, and one pass of a graph.

openvino is imported on first use, since not every computer has it, and only by this module, by
:mod:`mirnet_gui.inference.backends.openvino_backend`, by the graph that it builds and by
:mod:`mirnet_gui.inference.onnx_worker`, which import this one first. The last has no torch.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import openvino as ov
    from torch import Tensor

    from mirnet_gui.progress import Look

# `import openvino` tells Google Analytics of itself, unasked, and leaves an identity for that in
# the home directory. Its converter does so, and may be missing, which None says that it is.
sys.modules.setdefault("openvino.tools.ovc", None)  # type: ignore[arg-type]


def available() -> bool:
    """Whether OpenVINO is installed, can be loaded and computes on this CPU."""
    try:
        found = core()
    except (ImportError, OSError):
        return False
    return "CPU" in found.available_devices


@cache
def core() -> ov.Core:
    """OpenVINO's entry, the same one for the whole process; only where it is available.

    Its plugin for CPUs gives the thread that loads it a stack for signals and frees that stack when
    the last graph of this core is gone. With several cores, or graphs that go in another thread,
    the thread is left with a stack that is freed, and the next Ctrl+C is a segmentation fault.
    """
    import openvino as ov  # optional

    return ov.Core()


def supports_bf16() -> bool:
    """Whether this CPU computes in bfloat16 by itself; only where OpenVINO is available."""
    return "BF16" in core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def infer(
    graph: ov.CompiledModel, inputs: Sequence[Tensor], look: Look, every: int
) -> list[Tensor]:
    """What ``graph`` makes of ``inputs``; ``look`` is called every so many ms and may raise."""
    import torch  # see above

    arrays = [tensor.detach().contiguous().numpy() for tensor in inputs]
    request = graph.create_infer_request()
    request.start_async(dict(enumerate(arrays)), share_inputs=True)
    _wait(request, look, every)
    look(1.0)
    return [torch.from_numpy(output.data.copy()) for output in request.output_tensors]


def _wait(request: ov.InferRequest, look: Look, every: int) -> None:
    try:
        while not request.wait_for(every):
            look(0.0)
        request.wait()
    except BaseException:
        # Both raise when the pass was cancelled or had failed already.
        with suppress(RuntimeError):
            request.cancel()
            request.wait()
        raise


def is_out_of_memory(error: BaseException) -> bool:
    """Whether ``error`` is how OpenVINO says that the memory is full."""
    text = str(error).lower()
    return "failed to allocate" in text or "bad_alloc" in text or "bad allocation" in text

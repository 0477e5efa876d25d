"""The whole picture's descriptors, for tiles that on their own would not know them.

MIRNet pools over the whole picture in every attention and fusion. Tiles agree with each other
and with the untiled result only when those descriptors come from the picture: they are recorded
in one pass over a reduced copy and put in place of every tile's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from mirnet_gui.network.attention import GlobalAveragePooling

Descriptors = list[Tensor]
Watch = Callable[[], None]


class GlobalContext:
    """Looks over the shoulder of every global pool of one network, in the order of calls.

    ``watch`` is called at each pool, some dozens of times a pass: the place to look whether the
    user wants to stop, and to tell how far the pass is.
    """

    def __init__(self, network: nn.Module) -> None:
        self._pools = [m for m in network.modules() if isinstance(m, GlobalAveragePooling)]

    @property
    def pools_per_pass(self) -> int:
        """How often ``watch`` is called in one pass."""
        return len(self._pools)

    @contextmanager
    def recording(self, watch: Watch) -> Iterator[Descriptors]:
        """Gather the descriptors of the one pass that runs inside."""
        descriptors: Descriptors = []

        def keep(_module: nn.Module, _inputs: tuple[Tensor], output: Tensor) -> None:
            watch()
            descriptors.append(output)

        with self._hooked(keep):
            yield descriptors

    @contextmanager
    def replaying(self, descriptors: Descriptors, watch: Watch) -> Iterator[None]:
        """Put ``descriptors`` in place of those of the one pass that runs inside."""
        remaining = iter(descriptors)

        def replace(_module: nn.Module, _inputs: tuple[Tensor], _output: Tensor) -> Tensor:
            watch()
            return next(remaining)

        with self._hooked(replace):
            yield

    @contextmanager
    def _hooked(
        self, hook: Callable[[nn.Module, tuple[Tensor], Tensor], Tensor | None]
    ) -> Iterator[None]:
        handles = [pool.register_forward_hook(hook) for pool in self._pools]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

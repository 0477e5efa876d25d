"""The one protocol of everything that can compute a network.

MIRNet pools over the whole picture in every attention and fusion. Parts of a picture agree with
each other and with the picture run whole only when the descriptor of every pool comes from the
picture, so a backend can do more than run forward: it can tell the descriptors of a picture
(:meth:`Backend.survey`), correct them by crops at full size (:meth:`Backend.correct`), and
restore a part with descriptors that it is given (:meth:`Backend.restore`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

from torch import Tensor

from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.progress import Look

Precision = Literal["fp32", "bf16", "fp16"]

# One (1, C, 1, 1) for each global pool, in the order in which a pass comes to them.
Descriptors = list[Tensor]

# One (1, 1, H / 2**k, W / 2**k) for each stream k: how much each place counts in a mean; each
# sums to 1.
Weighting = list[Tensor]


class Survey(NamedTuple):
    """A picture run whole: the result (1, 3, H, W) and two means of every pool.

    ``whole`` is the mean over all of the picture, with which it was run; ``parts`` the mean by a
    :data:`Weighting`.
    """

    restored: Tensor
    whole: Descriptors
    parts: Descriptors


class Backend(Protocol):
    """Computes one network on one device. Pictures are (N, 3, H, W) float32 in [0, 1] on the CPU.

    H and W are multiples of ``config.size_multiple``; what comes back is not clamped.
    """

    config: MirnetConfig

    @property
    def name(self) -> str:
        """Engine and precision, as it is told to the user: "torch fp32"."""
        ...

    def survey(self, picture: Tensor, weighting: Weighting, look: Look) -> Survey:
        """Run the one ``picture`` whole and tell its descriptors."""
        ...

    def correct(
        self, crops: Tensor, weighting: Weighting, offsets: Descriptors, look: Look
    ) -> Descriptors:
        """Run ``crops`` of a picture at full size together and tell the picture's descriptors.

        Every descriptor is the mean, over the crops and by ``weighting`` over each of them,
        plus its of ``offsets``; the layers that follow are run with it.
        """
        ...

    def restore(self, picture: Tensor, descriptors: Descriptors, look: Look) -> Tensor:
        """Run ``picture`` with ``descriptors`` in place of its own; gives its result."""
        ...

    def release_memory(self) -> None:
        """Give back what passes have worked in, which the next one takes anew; never in a pass."""
        ...

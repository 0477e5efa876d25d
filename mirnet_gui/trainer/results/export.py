"""A training run's averaged weights as a weights file that the program can use."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX
from mirnet_gui.network.checkpoints import save_weights
from mirnet_gui.trainer.runs.averaged import mean_of, network_of


@dataclass(frozen=True, slots=True)
class Other:
    """A run or weights, ``share`` (0..1) of whose weights go into a mean."""

    checkpoint: Path
    share: float


def export(
    checkpoint: Path, output: Path, *, half: bool, overwrite: bool, other: Other | None = None
) -> None:
    """Write the averaged network of ``checkpoint`` to a weights file, as fp16 if ``half``.

    Or its mean with that of ``other``. Raises :class:`UsageError` for a name that no weights file
    has, and for a mean of unlike networks.
    """
    if output.suffix != SUFFIX:
        raise UsageError(
            tr(
                "{output} does not end in {suffix}, as weights files do.",
                output=output,
                suffix=SUFFIX,
            )
        )
    dtype = torch.float16 if half else torch.float32
    network = network_of(checkpoint)
    if other is not None:
        network = mean_of(network, network_of(other.checkpoint), other.share)
    save_weights(network, output, dtype=dtype, overwrite=overwrite)

"""A training run's averaged weights as a weights file that the program can use."""

from __future__ import annotations

from pathlib import Path

import torch

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX
from mirnet_gui.network.checkpoints import save_weights
from mirnet_gui.trainer.runs.averaged import network_of


def export(checkpoint: Path, output: Path, *, half: bool, overwrite: bool) -> None:
    """Write the averaged network of ``checkpoint`` to a weights file, as fp16 if ``half``.

    Raises :class:`UsageError` for a name that no weights file has.
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
    save_weights(network_of(checkpoint), output, dtype=dtype, overwrite=overwrite)

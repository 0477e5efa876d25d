"""A training run's averaged weights as a weights file that the program can use."""

from __future__ import annotations

from pathlib import Path

import torch

from mirnet_gui.errors import UsageError, WeightsError
from mirnet_gui.network.catalog import SUFFIX
from mirnet_gui.network.checkpoints import save_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.learning.module import NETWORK
from mirnet_gui.trainer.runs.folder import RunFolder

_PREFIX = "network."


def network_of(checkpoint: Path) -> Mirnet:
    """The averaged network of a training checkpoint, or of a run folder's best one.

    Raises :class:`WeightsError` when there is none or the file is damaged.
    """
    path = _checkpoint_in(checkpoint) if checkpoint.is_dir() else checkpoint
    try:
        kept = torch.load(path, map_location="cpu", weights_only=True)
        state = kept["state_dict"]
        ours = {k.removeprefix(_PREFIX): v for k, v in state.items() if k.startswith(_PREFIX)}
        network = Mirnet(MirnetConfig.from_dict(kept[NETWORK]))
        network.load_state_dict(ours)
    except FileNotFoundError as error:
        raise WeightsError(f"{path} is not there.") from error
    except Exception as error:
        # Foreign bytes make the reader fail with any error at all.
        raise WeightsError(f"{path} is no checkpoint of a training run.") from error
    return network.eval()


def _checkpoint_in(folder: Path) -> Path:
    run = RunFolder(folder)
    return run.best or run.last


def export(checkpoint: Path, output: Path, *, half: bool, overwrite: bool) -> None:
    """Write the averaged network of ``checkpoint`` to a weights file, as fp16 if ``half``.

    Raises :class:`UsageError` for a name that no weights file has.
    """
    if output.suffix != SUFFIX:
        raise UsageError(f"{output} does not end in {SUFFIX}, as weights files do.")
    dtype = torch.float16 if half else torch.float32
    save_weights(network_of(checkpoint), output, dtype=dtype, overwrite=overwrite)

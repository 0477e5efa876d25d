"""The averaged network that a training run has come to."""

from __future__ import annotations

from pathlib import Path

import torch

from mirnet_gui.errors import WeightsError
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

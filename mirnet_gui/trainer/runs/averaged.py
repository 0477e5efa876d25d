"""The averaged network that a training run has come to."""

from __future__ import annotations

from pathlib import Path

from mirnet_gui.network.checkpoints import network_from
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.runs.checkpoint import read_checkpoint
from mirnet_gui.trainer.runs.folder import RunFolder


def network_of(checkpoint: Path) -> Mirnet:
    """The averaged network of a training checkpoint, or of a run folder's best one.

    Raises :class:`WeightsError` when there is none, or the file or its weights are damaged.
    """
    path = _checkpoint_in(checkpoint) if checkpoint.is_dir() else checkpoint
    found = read_checkpoint(path)
    return network_from(found.network, found.weights, path.name)


def _checkpoint_in(folder: Path) -> Path:
    run = RunFolder(folder)
    return run.best or run.last

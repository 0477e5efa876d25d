"""The averaged network that a training run has come to, and means of several."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import SUFFIX
from mirnet_gui.network.checkpoints import load_weights, network_from
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.runs.checkpoint import read_checkpoint
from mirnet_gui.trainer.runs.folder import RunFolder


def network_of(checkpoint: Path) -> Mirnet:
    """The averaged network of a training checkpoint, or of a run folder's best one; of weights.

    Raises :class:`WeightsError` when there is none, or the file or its weights are damaged.
    """
    path = _checkpoint_in(checkpoint) if checkpoint.is_dir() else checkpoint
    if path.suffix == SUFFIX:
        return load_weights(path)
    found = read_checkpoint(path)
    return network_from(found.network, found.weights, path.name)


def mean_of(one: Mirnet, other: Mirnet, share: float) -> Mirnet:
    """The mean of their weights, ``share`` (0..1) of it of ``other``.

    Where they clean unlike numbers of smaller copies first, it cleans the mean of them, rounded.
    Of use where both began with the same weights (Wortsman et al., "Model soups", ICML 2022).
    Raises :class:`UsageError` for unlike networks.
    """
    halvings = round((1.0 - share) * one.config.more_halvings + share * other.config.more_halvings)
    config = replace(one.config, more_halvings=halvings)
    if config != replace(other.config, more_halvings=halvings):
        raise UsageError(
            tr("These weights are of unlike networks."), tr("Only those of one kind have a mean.")
        )
    theirs = other.state_dict()
    weights = {
        name: torch.lerp(value.float(), theirs[name].float(), share)
        for name, value in one.state_dict().items()
    }
    mean = Mirnet(config)
    mean.load_state_dict(weights)
    return mean


def _checkpoint_in(folder: Path) -> Path:
    run = RunFolder(folder)
    return run.best or run.last

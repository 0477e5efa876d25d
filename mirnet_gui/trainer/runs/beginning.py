"""The weights that a run begins with: at random, or those of another run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import tomli_w
import torch
from torch import Tensor

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.network.catalog import find_weights, only_pass
from mirnet_gui.network.checkpoints import load_weights
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet
from mirnet_gui.trainer.config import TrainingConfig
from mirnet_gui.trainer.learning.module import Restoration
from mirnet_gui.trainer.runs.widening import widened


def begun(config: TrainingConfig, folder: Path) -> Restoration:
    """What the run in ``folder`` trains, with the weights that ``config.initial`` names.

    Of a deeper network the first groups are taken. A deeper one begins with what the weights do:
    each group they lack gives back what it gets (its last convolution is zero), and learns from
    there (Chen, Goodfellow and Shlens, "Net2Net", ICLR 2016). So does one twice as wide
    (:mod:`mirnet_gui.trainer.runs.widening`).

    Raises :class:`UsageError` for weights of another size, and what damaged weights raise.
    """
    module = Restoration(config, folder)
    if config.initial:
        weights = only_pass(find_weights(config.initial))
        network = load_weights(weights.path, weights.sha256)
        wanted = module.network.config
        given = network.state_dict()
        alike = replace(
            network.config,
            groups=wanted.groups,
            task=wanted.task,
            scale=wanted.scale,
            more_halvings=wanted.more_halvings,
        )
        if wanted.channels == 2 * network.config.channels:
            given = widened(given, network.config, config.seed)
            alike = replace(alike, channels=wanted.channels)
        if alike != wanted:
            raise UsageError(
                tr(
                    "The weights {initial} are of another size than the configuration's.",
                    initial=config.initial,
                ),
                tr("Under [network], write: {config}", config=_sizes_of(network.config)),
            )
        module.network.load_state_dict(_taken_over(given, module.network))
    return module


def _taken_over(given: Mapping[str, Tensor], own: Mirnet) -> dict[str, Tensor]:
    lasts = {f"groups.{place}.conv.weight" for place in range(len(own.groups))}
    state: dict[str, Tensor] = {}
    for key, value in own.state_dict().items():
        if key in lasts and key not in given:
            state[key] = torch.zeros_like(value)
        elif key not in given:
            state[key] = value
        else:
            # The last layer of another scale has other pixels to fill: it begins at nothing, so
            # that the result is the enlarged picture.
            fits = given[key].shape == value.shape
            state[key] = given[key] if fits else torch.zeros_like(value)
    return state


def _sizes_of(config: MirnetConfig) -> str:
    table = {key: value for key, value in config.to_dict().items() if key != "task"}
    return tomli_w.dumps(table).strip().replace("\n", ", ")

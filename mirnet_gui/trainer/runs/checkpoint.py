"""A checkpoint of a run, read and looked through before anything believes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from mirnet_gui.errors import WeightsError
from mirnet_gui.language import tr
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import expected_shapes
from mirnet_gui.trainer.learning.module import NETWORK

_PREFIX = "network."
# What Lightning goes on from, none of it empty.
_TABLES, _LISTS = ("state_dict", "loops", "callbacks"), ("optimizer_states", "lr_schedulers")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """``weights`` of a network of ``network`` after ``step`` steps, by their names in it."""

    step: int
    network: MirnetConfig
    weights: Mapping[str, Tensor]

    @property
    def is_good(self) -> bool:
        """Whether all weights are finite numbers."""
        return all(bool(weight.isfinite().all()) for weight in self.weights.values())


def read_checkpoint(path: Path) -> Checkpoint:
    """The checkpoint ``path``. Raises :class:`WeightsError` when it is none, or damaged."""
    try:
        kept = torch.load(path, map_location="cpu", weights_only=True)
        found = _looked_through(kept)
    except FileNotFoundError as error:
        raise WeightsError(tr("{path} is not there.", path=path)) from error
    except Exception as error:
        # Foreign bytes make the reader fail with any error at all.
        raise damaged(path) from error
    return found


def damaged(path: Path) -> WeightsError:
    """What to say of a checkpoint that cannot be gone on from."""
    return WeightsError(
        tr("{path} is damaged or not a checkpoint of a training run.", path=path),
        tr("Copy another checkpoint in its place, or start anew."),
    )


def _looked_through(kept: Mapping[str, Any]) -> Checkpoint:
    whole = all(isinstance(kept[part], dict) and kept[part] for part in _TABLES) and all(
        isinstance(kept[part], list) and kept[part] for part in _LISTS
    )
    if not whole:
        raise ValueError(kept.keys())
    step, state = kept["global_step"], kept["state_dict"]
    if not isinstance(step, int) or step < 0:
        raise ValueError(step)
    network = MirnetConfig.from_dict(kept[NETWORK])
    weights = {k.removeprefix(_PREFIX): v for k, v in state.items() if k.startswith(_PREFIX)}
    # Before a network of these sizes is built, which could fill the memory.
    if {key: value.shape for key, value in weights.items()} != expected_shapes(network):
        raise ValueError(network)
    return Checkpoint(step, network, weights)

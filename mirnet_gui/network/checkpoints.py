"""Weights files: safetensors with the network's configuration inside."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from mirnet_gui.atomic import atomic_path
from mirnet_gui.errors import WeightsError
from mirnet_gui.language import mark, tr
from mirnet_gui.network.catalog import sha256_of
from mirnet_gui.network.config import MirnetConfig
from mirnet_gui.network.mirnet import Mirnet, expected_shapes
from mirnet_gui.photo.error_messages import quoted, unwritable

_NUMBERS = (torch.float16, torch.bfloat16, torch.float32, torch.float64)
_HINT = mark("Get the file again, or choose other weights (mirnet-gui models list).")


def save_weights(
    network: Mirnet, path: Path, *, dtype: torch.dtype = torch.float32, overwrite: bool = False
) -> None:
    """Write ``network`` to ``path`` atomically, its configuration in the header.

    Raises :class:`WeightsError` when the place cannot be written or the file stands already.
    """
    state = {k: v.detach().to("cpu", dtype).contiguous() for k, v in network.state_dict().items()}
    config = json.dumps(network.config.to_dict())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path, overwrite=overwrite) as temporary:
            temporary.write_bytes(save(state, metadata={"network": "mirnet", "config": config}))
    except FileExistsError as error:
        raise WeightsError(
            tr("{path} exists already.", path=quoted(path)), tr("Choose another name.")
        ) from error
    except OSError as error:
        failure = unwritable(path, error)
        raise WeightsError(failure.sentence, failure.hint) from error


def load_weights(path: Path, sha256: str | None = None) -> Mirnet:
    """The network of a weights file, in fp32 on the CPU, ready for inference.

    Raises :class:`WeightsError` when the file is missing, damaged, of another network or, where
    ``sha256`` is given, not the one of that checksum.
    """
    state, metadata = _read(path)
    if sha256 is not None and sha256_of(path) != sha256:
        raise WeightsError(
            tr("{name} is not the file that shipped with the program.", name=path.name), tr(_HINT)
        )
    config = _config(state, metadata, path)
    if {key: value.shape for key, value in state.items()} != expected_shapes(config):
        raise WeightsError(
            tr("{name} holds weights of another network.", name=path.name), tr(_HINT)
        )
    return network_from(config, state, path.name)


def network_from(config: MirnetConfig, state: Mapping[str, Tensor], name: str) -> Mirnet:
    """The network of ``config`` with the weights ``state``, which fit it, in fp32.

    Raises :class:`WeightsError` naming the file ``name`` when a weight is not a finite number, or
    not one of 16 to 64 bits.
    """
    if not all(value.dtype in _NUMBERS for value in state.values()):
        raise WeightsError(
            tr("{name} holds weights of a kind that is not known here.", name=name), tr(_HINT)
        )
    if not all(value.isfinite().all() for value in state.values()):
        raise WeightsError(
            tr("{name} is damaged: some of its weights are not numbers.", name=name), tr(_HINT)
        )
    network = Mirnet(config)
    network.load_state_dict({key: value.float() for key, value in state.items()})
    return network.eval()


def _read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
            return {key: file.get_tensor(key) for key in file.keys()}, metadata  # noqa: SIM118
    except SafetensorError as error:
        raise WeightsError(
            tr("{name} is damaged or no weights file.", name=path.name), tr(_HINT)
        ) from error
    except OSError as error:
        raise WeightsError(
            tr("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror),
            tr(_HINT),
        ) from error


def _config(state: Mapping[str, Tensor], metadata: Mapping[str, str], path: Path) -> MirnetConfig:
    try:
        found = config_from_shapes(state)
        config = MirnetConfig.from_dict(json.loads(metadata["config"])) if metadata else found
    except (ValueError, TypeError, KeyError, RecursionError, WeightsError) as error:
        raise WeightsError(
            tr("{name} holds weights of another network.", name=path.name), tr(_HINT)
        ) from error
    # What a header claims is believed only when the tensors say the same: a network of any size
    # it likes could fill the memory.
    if config.sizes != found:
        raise WeightsError(
            tr("{name} holds weights of another network.", name=path.name), tr(_HINT)
        )
    return config


def config_from_shapes(state: Mapping[str, Tensor]) -> MirnetConfig:
    """Read a configuration back from the names and shapes of a state dict alone.

    Raises :class:`WeightsError` when they are not of a MIRNet.
    """
    pattern = re.compile(
        r"groups\.(\d{1,4})\.blocks\.(\d{1,4})\.attentions\.(\d{1,4})\.(\d{1,4})\."
    )
    matches = [match for key in state if (match := pattern.match(key))]
    ends = [state.get(f"conv_{end}.weight") for end in ("in", "out")]
    if not matches or not all(end is not None and end.dim() == 4 for end in ends):
        raise WeightsError(tr("These weights are of another network."), tr(_HINT))
    found = zip(*(map(int, match.groups()) for match in matches), strict=True)
    groups, blocks, columns, streams = (max(numbers) + 1 for numbers in found)
    if groups * blocks * columns * streams > len(matches):
        raise WeightsError(tr("These weights are of another network."), tr(_HINT))
    channels = int(state["conv_in.weight"].shape[0])
    scale = math.isqrt(int(state["conv_out.weight"].shape[0]) // 3)
    return MirnetConfig(channels, groups, blocks, streams, columns, scale=scale)

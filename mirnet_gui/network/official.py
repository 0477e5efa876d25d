"""Import of checkpoints in the format of the authors' public code.

Written from the list of keys and shapes alone. That network shares three things that the paper
draws apart, and stores each under every one of its names: the dual attention units of a block's
columns, the level-0 fusion that also closes the block, and the downsamplings of the exchange
that also make the streams. An un-shared network loaded from those names gives the same output.
"""

from __future__ import annotations

import pickle
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from pickletools import genops
from typing import Any

import torch
from torch import Tensor

from mirnet_gui.errors import UsageError, WeightsError
from mirnet_gui.language import mark, tr
from mirnet_gui.network.checkpoints import network_from
from mirnet_gui.network.config import SCALES, MirnetConfig
from mirnet_gui.network.mirnet import Mirnet, expected_shapes

# Parts that the format shares stand in it once, and here a few times.
_MOST_SHARED = 8
_CALLS = ("GLOBAL", "STACK_GLOBAL", "INST", "REDUCE")
# What torch says of a pickle that names code, in contrast to one that is none.
_CODE = re.compile(r"unsupported (global|class)|call reduce|can only (build|create)", re.IGNORECASE)
_ANOTHER = mark("Only checkpoints of MIRNet in the format of its public code can be imported.")


def load_official(path: Path, task: str = "whole", scale: int = 1) -> Mirnet:
    """The network of an official checkpoint, in fp32 on the CPU.

    ``task`` is whole, denoise or enlarge, the last of them by ``scale``: such checkpoints take a
    picture that is enlarged already (section 4 of the paper), which the file does not say. It is
    read with ``weights_only=True``: code inside a pickle is never run. Raises
    :class:`WeightsError` when the file carries code, is damaged or is of another network, and
    :class:`UsageError` for a task that no such checkpoint has.
    """
    possible = {("whole", 1), ("denoise", 1), *(("enlarge", each) for each in SCALES if each > 1)}
    if (task, scale) not in possible:
        raise UsageError(
            tr(
                "No checkpoint for {task} at scale {scale} can be imported.", task=task, scale=scale
            ),
            tr("Choose --task whole, denoise, or enlarge with a --scale of 2, 3 or 4."),
        )
    state = _plain_state(_read(path), path)
    config = _config(state, path)
    renamed = {}
    for key, shape in expected_shapes(config).items():
        name = official_key(key, config)
        if name not in state or state[name].shape != shape:
            raise WeightsError(
                tr(
                    "{name} is of another network: {parameter} does not fit.",
                    name=path.name,
                    parameter=name,
                ),
                tr(_ANOTHER),
            )
        renamed[key] = state[name]
    _check_stored(renamed.values(), path)
    made_for = MirnetConfig.from_dict(
        config.to_dict() | {"task": task, "scale": scale, "enlarge_first": scale > 1}
    )
    return network_from(made_for, renamed, path.name)


def _read(path: Path) -> Any:
    try:
        _check_not_packed(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        if not (_CODE.search(str(error)) or _is_code(path)):
            raise _damaged(path) from error
        raise WeightsError(
            tr(
                "{name} was refused: it holds more than weights and could run code.", name=path.name
            ),
            tr("Nothing in it was run. Ask its author for a file of weights only."),
        ) from error
    except FileNotFoundError as error:
        raise WeightsError(
            tr("{name} is not there.", name=path.name), tr("Check its name.")
        ) from error
    except OSError as error:
        raise WeightsError(
            tr("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror)
        ) from error
    except Exception as error:
        # Foreign bytes make the reader fail with any error at all.
        raise _damaged(path) from error


def _is_code(path: Path) -> bool:
    """Whether it is a pickle, whole, that calls for something when it is read."""
    try:
        with path.open("rb") as file:
            names = [operation.name for operation, _, _ in genops(file)]
    except Exception:  # noqa: BLE001 - foreign bytes make it fail with any error at all
        return False
    return any(name in _CALLS for name in names)


def _damaged(path: Path) -> WeightsError:
    return WeightsError(tr("{name} is damaged or no checkpoint.", name=path.name), tr(_ANOTHER))


def _check_not_packed(path: Path) -> None:
    # torch packs nothing: what unpacks to more than the file holds is made to fill the memory.
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > path.stat().st_size:
            raise ValueError(unpacked)


def _check_stored(weights: Iterable[Tensor], path: Path) -> None:
    """Raise :class:`WeightsError` for weights that claim far more numbers than the file holds."""
    needed, stored = 0, {}
    for weight in weights:
        if weight.layout != torch.strided or weight.device.type != "cpu":
            raise WeightsError(tr("{name} holds no network weights.", name=path.name), tr(_ANOTHER))
        storage = weight.untyped_storage()
        needed += weight.numel() * weight.element_size()
        stored[storage.data_ptr()] = storage.nbytes()
    if needed > _MOST_SHARED * sum(stored.values()):
        raise WeightsError(
            tr("{name} holds far less than a network of its sizes.", name=path.name), tr(_ANOTHER)
        )


def _plain_state(checkpoint: Any, path: Path) -> dict[str, Tensor]:
    state = checkpoint.get("state_dict", checkpoint) if isinstance(checkpoint, Mapping) else None
    if not isinstance(state, Mapping) or not all(
        isinstance(key, str) and isinstance(value, Tensor) for key, value in state.items()
    ):
        raise WeightsError(tr("{name} holds no network weights.", name=path.name), tr(_ANOTHER))
    return {key.removeprefix("module."): value for key, value in state.items()}


def _config(state: Mapping[str, Tensor], path: Path) -> MirnetConfig:
    pattern = re.compile(r"body\.(\d{1,4})\.body\.(\d{1,4})\.blocks\.(\d{1,4})\.(\d{1,4})\.")
    units = [pattern.match(key) for key in state]
    found = [tuple(int(part) for part in unit.groups()) for unit in units if unit]
    if not found or "conv_in.weight" not in state or state["conv_in.weight"].dim() != 4:
        raise WeightsError(tr("{name} is of another network.", name=path.name), tr(_ANOTHER))
    groups, blocks, streams, columns = (max(column) + 1 for column in zip(*found, strict=True))
    channels = int(state["conv_in.weight"].shape[0])
    try:
        config = MirnetConfig(channels, groups, blocks, streams, columns)
    except WeightsError as error:
        raise WeightsError(f"{path.name}: {error.sentence}", tr(_ANOTHER)) from error
    if groups * blocks * streams * columns > len(found):
        raise WeightsError(tr("{name} is of another network.", name=path.name), tr(_ANOTHER))
    return config


def official_key(key: str, config: MirnetConfig) -> str:
    """The name that the official format has for our parameter ``key``."""
    block = re.match(r"groups\.(\d+)\.blocks\.(\d+)\.(.+)", key)
    if block:
        return f"body.{block[1]}.body.{block[2]}.{_block_key(block[3], config)}"
    group = re.match(r"groups\.(\d+)\.conv\.weight", key)
    return f"body.{group[1]}.body.{config.blocks}.weight" if group else key


def _block_key(key: str, config: MirnetConfig) -> str:
    room, _, rest = key.partition(".")
    match room:
        case "attentions":
            column, stream, rest = rest.split(".", 2)
            return f"blocks.{stream}.{column}.{_unit_key(rest)}"
        case "chain":
            level, _, rest = rest.split(".", 2)
            return _resizing_key(f"down.{config.channels * 2 ** int(level)}_2", "0." + rest)
        case "exchanges":
            return _exchange_key(rest.split(".", 1)[1], config)
        case "raisings":
            level, rest = rest.split(".", 1)
            return _resizing_key(f"last_up.{level}", rest)
        case "fusion":
            return f"selective_kernel.0.{_fusion_key(rest)}"
        case _:
            return f"conv_out.{rest}"


def _exchange_key(key: str, config: MirnetConfig) -> str:
    if key.startswith("fusions."):
        _, level, rest = key.split(".", 2)
        return f"selective_kernel.{level}.{_fusion_key(rest)}"
    _, target, source, rest = key.split(".", 3)
    factor = 2 ** abs(int(target) - int(source))
    way = "down" if int(target) > int(source) else "up"
    return _resizing_key(f"{way}.{config.channels * 2 ** int(source)}_{factor}", rest)


def _resizing_key(module: str, rest: str) -> str:
    step, branch, index, parameter = rest.split(".")
    if branch == "skip":
        # Both orders of the skip branch hold their 1x1 at index 1 in the official format.
        return f"{module}.body.{step}.bot.1.{parameter}"
    return f"{module}.body.{step}.top.{index}.{parameter}"


def _fusion_key(rest: str) -> str:
    return rest.replace("squeeze.", "conv_du.").replace("heads.", "fcs.")


def _unit_key(rest: str) -> str:
    for ours, theirs in (
        ("spatial.conv", "SA.spatial.conv"),
        ("channel.excitation", "CA.conv_du"),
        ("merge", "conv1x1"),
    ):
        rest = rest.replace(ours, theirs)
    return rest

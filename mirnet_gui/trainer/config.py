"""What one training run is made of, typed and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args

from mirnet_gui.errors import MirnetGuiError, UsageError
from mirnet_gui.network.config import MirnetConfig

Kind = Literal["pairs", "clean"]


@dataclass(frozen=True, slots=True)
class Source:
    """A folder of training pictures and the share of every batch that comes from it.

    ``pairs`` has ``low/`` and ``high/`` with the same names; ``clean`` has well-lit photographs
    that are darkened on the fly.
    """

    folder: str
    kind: Kind
    share: float

    def __post_init__(self) -> None:
        if self.kind not in get_args(Kind):
            raise UsageError(f"source.kind is {self.kind!r}, but must be pairs or clean.")
        if not self.share > 0:
            raise UsageError(f"source.share of {self.folder} must be above 0.")


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """One run. ``patch`` is the side of a training patch in pixels, cut from the photograph at a
    scale drawn from ``[smallest_scale, 1]``; rates are per step, ``steps`` optimizer steps.
    ``initial`` names the weights to begin with (a name of the catalog or a file); a run without
    them begins at random.
    """

    sources: tuple[Source, ...]
    validation: str
    network: MirnetConfig = field(default_factory=MirnetConfig)
    initial: str = ""
    steps: int = 5000
    batch: int = 8
    patch: int = 96
    smallest_scale: float = 0.33
    learning_rate: float = 1e-3
    final_rate: float = 1e-6
    warm_up: int = 100
    weight_decay: float = 1e-4
    gradient_clip: float = 1.0
    averaging: float = 0.999
    seed: int = 1
    validate_every: int = 500
    checkpoint_every: int = 100

    def __post_init__(self) -> None:
        if not self.sources:
            raise UsageError("A training run needs at least one [[sources]].")
        for name in ("steps", "batch", "patch", "validate_every", "checkpoint_every"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} must be 1 or more.")
        for name in ("warm_up", "weight_decay", "seed"):
            if getattr(self, name) < 0:
                raise UsageError(f"{name} must be 0 or more.")
        for name in ("learning_rate", "final_rate", "gradient_clip"):
            if not getattr(self, name) > 0:
                raise UsageError(f"{name} must be above 0.")
        if not 0 < self.smallest_scale <= 1:
            raise UsageError("smallest_scale must lie in (0, 1].")
        if not 0 <= self.averaging < 1:
            raise UsageError("averaging must lie in [0, 1).")

    def to_dict(self) -> dict[str, Any]:
        """All values by name, ready for TOML or JSON."""
        return asdict(self)


def read_config(path: Path, changes: Mapping[str, str] | None = None) -> TrainingConfig:
    """Read a TOML file; ``changes`` replace top-level values, written as in TOML.

    Raises :class:`UsageError` naming the key that is unknown, missing or of the wrong type.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no TOML file: {error}.") from error
    for key, value in (changes or {}).items():
        _set(table, key, value)
    return config_from_dict(table)


def _set(table: dict[str, Any], key: str, value: str) -> None:
    *rooms, name = key.split(".")
    for room in rooms:
        table = table.setdefault(room, {})
        if not isinstance(table, dict):
            raise UsageError(f"{key} cannot be set: {room} is a value, not a table.")
    try:
        table[name] = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        table[name] = value


def config_from_dict(table: Mapping[str, Any]) -> TrainingConfig:
    """Build a configuration from plain values; see :func:`read_config`."""
    values = dict(table)
    sources = values.get("sources", ())
    if not isinstance(sources, list | tuple) or not all(isinstance(s, Mapping) for s in sources):
        raise UsageError("sources must be tables, each under a line [[sources]].")
    values["sources"] = tuple(Source(**_checked(Source, source)) for source in sources)
    if "network" in values:
        values["network"] = _network(values["network"])
    return TrainingConfig(**_checked(TrainingConfig, values))


def _network(sizes: object) -> MirnetConfig:
    if not isinstance(sizes, Mapping):
        raise UsageError("network must be a table, under a line [network].")
    try:
        return MirnetConfig.from_dict(dict(sizes))
    except MirnetGuiError as error:
        raise UsageError(f"network: {error.sentence}") from error


def _checked(kind: type, values: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {entry.name: str(entry.type) for entry in fields(kind)}
    for key, value in values.items():
        if key not in wanted:
            raise UsageError(f"{key} is no key of a training configuration.")
        if wanted[key] in _TYPES and not _fits(value, wanted[key]):
            raise UsageError(f"{key} is {value!r}, but must be {_TYPES[wanted[key]]}.")
    required = ("sources", "validation") if kind is TrainingConfig else ("folder", "kind", "share")
    for key in required:
        if key not in values:
            raise UsageError(f"{key} is missing in the training configuration.")
    return dict(values)


_TYPES = {"int": "a whole number", "float": "a number", "str": "a text"}


def _fits(value: object, wanted: str) -> bool:
    if isinstance(value, bool):
        return False
    match wanted:
        case "int":
            return isinstance(value, int)
        case "float":
            return isinstance(value, int | float)
        case _:
            return isinstance(value, str)

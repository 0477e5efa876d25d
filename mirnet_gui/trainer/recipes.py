"""Recipes: training configurations as TOML files, read and checked, and refused in words."""

from __future__ import annotations

import json
import reprlib
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from mirnet_gui.errors import UsageError
from mirnet_gui.language import tr
from mirnet_gui.trainer.config import TrainingConfig

_MOST_BYTES = 1_000_000


def read_config(path: Path, changes: Mapping[str, str] | None = None) -> TrainingConfig:
    """Read a TOML file; ``changes`` replace values, by dotted keys and written as in TOML.

    Raises :class:`UsageError` naming the key that is unknown, missing or of the wrong type.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise UsageError(tr("{path} is not a recipe: it is larger than a megabyte.", path=path))
        table = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        raise UsageError(
            tr("{path} cannot be read: {strerror}.", path=path, strerror=error.strerror)
        ) from error
    except RecursionError as error:
        raise UsageError(
            tr("{path} is not a recipe: its brackets are nested too deeply.", path=path)
        ) from error
    except ValueError as error:
        raise UsageError(
            tr("{path} is not a TOML file: {error}.", path=path, error=error)
        ) from error
    for key, value in (changes or {}).items():
        _set(table, key, value)
    return config_from_dict(table)


def _set(table: dict[str, Any], key: str, value: str) -> None:
    *rooms, name = key.split(".")
    room: Any = table
    for part in rooms:
        room = _entered(room, part, key)
    if isinstance(room, list):
        entry = f"{key.removesuffix(name)}0.{name}"
        raise UsageError(
            tr("{key} cannot be set: say which entry, as in {entry}.", key=key, entry=entry)
        )
    try:
        room[name] = tomllib.loads(f"value = {value}")["value"]
    except (ValueError, RecursionError):
        room[name] = value


def _entered(room: Any, part: str, key: str) -> Any:
    inside = None
    if isinstance(room, dict):
        inside = room.setdefault(part, {})
    elif isinstance(room, list) and part.isdecimal() and int(part) < len(room):
        inside = room[int(part)]
    if not isinstance(inside, dict | list):
        raise UsageError(
            tr("{key} cannot be set: there is no table {part} to set it in.", key=key, part=part)
        )
    return inside


_UNKNOWN = "unexpected_keyword_argument"


def config_from_dict(table: Mapping[str, Any]) -> TrainingConfig:
    """Build a configuration from plain values; see :func:`read_config`."""
    try:
        # By way of JSON, whose lists may stand for tuples while numbers still are no texts.
        text = json.dumps(table, default=_foreign)
        config = TypeAdapter(TrainingConfig).validate_json(text)
    except ValidationError as error:
        # One only, since what stands around a wrong value is told to be wrong, too; and first of
        # all a misspelt key, which makes another one missing.
        entries = sorted(error.errors(), key=lambda entry: entry["type"] != _UNKNOWN)
        raise UsageError(_sentence(entries[0])) from error
    except (ValueError, RecursionError) as error:
        sentence = tr(
            "The configuration has a number of thousands of digits, or is nested too deeply."
        )
        raise UsageError(sentence) from error
    if config.task == "enlarge" and config.network.scale == 1:
        raise UsageError(
            tr("network.scale is 1: a network that learns to enlarge needs another one."),
            tr("Write 2, 3 or 4 under [network]."),
        )
    if config.detail.lit and any(source.kind != "pairs" for source in config.sources):
        raise UsageError(
            tr("detail.lit is true, but photographs that are darkened on the fly are not lit."),
            tr("Make pairs of them, and have light relight those."),
        )
    return config


def _foreign(value: object) -> list[str]:
    # TOML has dates and times, which nothing here is: shown, and refused by every key.
    return [str(value)]


def _sentence(entry: ErrorDetails) -> str:
    key = _dotted(entry["loc"])
    match entry["type"]:
        case kind if kind == _UNKNOWN:
            return tr("{key} is not a key of a training configuration.", key=key)
        case "missing" | "missing_argument":
            return tr("{key} is missing in the training configuration.", key=key)
        case "value_error" if isinstance(entry["input"], Mapping):
            return f"{key}: {entry['msg'].removeprefix('Value error, ')}"
        case _:
            said = entry["msg"].removeprefix("Value error, ").rstrip(".")
            return f"{key} is {reprlib.repr(entry['input'])}: {said}."


def _dotted(places: Sequence[str | int]) -> str:
    return ".".join(str(place) for place in places) or tr("The configuration")

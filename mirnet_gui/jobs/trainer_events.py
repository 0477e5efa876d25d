"""What the trainer tells on its standard output, line by line, as frozen records.

It is another program, known by its JSON lines alone: whatever is no line of its is None.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the check of the pictures found; ``is_fault`` where they cannot serve."""

    sentence: str
    is_fault: bool


@dataclass(frozen=True, slots=True)
class DataChecked:
    """``usable`` pairs or photographs, and what is wrong with others."""

    usable: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class PassBegan:
    """Pass ``number`` of ``count`` (from 1) of the weights is about to learn."""

    task: str
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class TrainingBegan:
    """The network is loaded; ``step`` of ``steps`` are done."""

    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class TrainingStepped:
    """``step`` of ``steps`` are done, the last with ``loss``."""

    step: int
    steps: int
    loss: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """PSNR in dB and SSIM on the pictures that are kept to measure on, after ``step`` steps."""

    step: int
    psnr: float
    ssim: float


@dataclass(frozen=True, slots=True)
class PassTuned:
    """What a pass is worth, ``before`` and ``after``, in dB."""

    task: str
    before: float
    after: float


TrainerEvent = DataChecked | PassBegan | TrainingBegan | TrainingStepped | Measured | PassTuned


def parse_line(line: bytes) -> TrainerEvent | None:
    """The event that ``line`` tells; None for what the trainer does not say."""
    try:
        record = json.loads(line)
        if not isinstance(record, dict):
            return None
        return _READERS[record.get("event", "checked")](record)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _number(record: Mapping[str, Any], key: str) -> float:
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(key)
    return float(value)


def _count(record: Mapping[str, Any], key: str) -> int:
    value = record[key]
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(key)
    return int(value)


def _steps(record: Mapping[str, Any]) -> tuple[int, int]:
    step, steps = _count(record, "step"), _count(record, "steps")
    if steps == 0 or step > steps:
        raise ValueError("steps")
    return step, steps


def _checked(record: Mapping[str, Any]) -> DataChecked:
    # A repeated scene is no defect: it is not told.
    findings = tuple(
        Finding(str(each["sentence"]), each["severity"] == "fault")
        for each in record["findings"]
        if each["severity"] != "information"
    )
    return DataChecked(_count(record, "pairs"), findings)


def _pass(record: Mapping[str, Any]) -> PassBegan:
    return PassBegan(str(record["task"]), _count(record, "number"), max(_count(record, "count"), 1))


def _stepped(record: Mapping[str, Any]) -> TrainingStepped:
    loss = _number(record, "loss") if "loss" in record else None
    return TrainingStepped(*_steps(record), loss)


def _measured(record: Mapping[str, Any]) -> Measured:
    return Measured(_count(record, "step"), _number(record, "psnr"), _number(record, "ssim"))


def _tuned(record: Mapping[str, Any]) -> PassTuned:
    return PassTuned(str(record["task"]), _number(record, "before"), _number(record, "after"))


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], TrainerEvent | None]]] = {
    "checked": _checked,
    "pass": _pass,
    "start": lambda record: TrainingBegan(*_steps(record)),
    "step": _stepped,
    "validation": _measured,
    "finetuned": _tuned,
    "end": lambda _record: None,
}

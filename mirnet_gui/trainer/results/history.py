"""What a run has measured, by measure instead of by step."""

from __future__ import annotations

import math
from dataclasses import dataclass

Series = dict[int, float]
"""Finite values by step (optimizer steps done), steps ascending."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What the validation pictures gave on average after ``step`` steps: PSNR in dB, and SSIM."""

    step: int
    psnr: float
    ssim: float | None


@dataclass(frozen=True, slots=True)
class History:
    """The rows of a run's table, as :func:`mirnet_gui.trainer.runs.records.read_metrics` gives."""

    rows: list[dict[str, float]]

    def series(self, name: str) -> Series:
        """All finite values of one column; of a step that stands there twice, the later one."""
        found = {int(row["step"]): row[name] for row in self.rows if name in row}
        return {step: found[step] for step in sorted(found) if math.isfinite(found[step])}

    def not_finite(self, name: str) -> list[int]:
        """The steps at which a column was NaN or infinite."""
        return sorted({int(r["step"]) for r in self.rows if not math.isfinite(r.get(name, 0.0))})

    def validations(self) -> list[Validation]:
        """Every measurement on the validation pictures, in the order of steps."""
        ssim = self.series("ssim")
        return [Validation(step, v, ssim.get(step)) for step, v in self.series("psnr").items()]

    @property
    def last_step(self) -> int:
        """The last step of which anything was logged; 0 when nothing was."""
        return int(max((row["step"] for row in self.rows), default=0))


def best_of(validations: list[Validation]) -> Validation | None:
    """The one with the highest PSNR, the earliest of equals; None of none."""
    return max(validations, key=lambda validation: validation.psnr, default=None)

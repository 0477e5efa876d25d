"""What ``mirnet-train prepare`` does: look through a folder, then split it where asked to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mirnet_gui.errors import DataError, UsageError
from mirnet_gui.language import tr
from mirnet_gui.progress import CancelToken, ProgressCallback, silent
from mirnet_gui.trainer.config import Stage
from mirnet_gui.trainer.data.preparation.findings import Inspection
from mirnet_gui.trainer.data.preparation.inspection import inspect
from mirnet_gui.trainer.data.preparation.reading import RequiredSizes
from mirnet_gui.trainer.data.preparation.split import Split, SplitPlan, check_output, split

_USUAL_SIZES = RequiredSizes(Stage().patch)


@dataclass(frozen=True, slots=True)
class Preparation:
    """What was found, and what was copied where if that was asked for."""

    inspection: Inspection
    split: Split | None

    def messages(self) -> list[str]:
        """All that a user should read, line by line."""
        return self.inspection.messages() + ([self.split.sentence()] if self.split else [])

    def record(self) -> dict[str, Any]:
        """The same for JSON."""
        return self.inspection.record() | {"split": self.split and self.split.record()}


def prepare(  # noqa: PLR0913, PLR0917 - an argument for each option
    folder: Path,
    validation: Path | None = None,
    plan: SplitPlan | None = None,
    progress: ProgressCallback = silent,
    cancel: CancelToken | None = None,
    required: RequiredSizes = _USUAL_SIZES,
) -> Preparation:
    """Check ``folder`` against ``validation``, or by itself and split it as ``plan`` says.

    Pairs that cannot be used, also those of other sizes than ``required``, are told and left out of
    the split. ``progress`` counts pairs, then copies. Raises :class:`UsageError` for
    both at once or when the plan's output holds anything, :class:`DataError` when a folder holds no
    pictures or a single scene, :class:`Cancelled`.
    """
    cancel = cancel or CancelToken()
    if validation and plan:
        hint = tr("Leave out the one or the other.")
        raise UsageError(tr("A folder that is split gets its validation pictures so."), hint)
    if plan:
        # Known before the minutes that the check may take.
        check_output(plan.output)
    inspection = inspect(folder, validation, progress, cancel, required)
    if plan:
        _check_scenes(inspection)
    return Preparation(
        inspection, split(inspection.scenes, plan, progress, cancel) if plan else None
    )


def _check_scenes(inspection: Inspection) -> None:
    """Where too little is left to be split, say what was wrong with the rest."""
    faults = [each.sentence for each in inspection.findings if each.severity == "fault"]
    if len(inspection.scenes) < 2 and faults:
        sentence = tr("There are not two scenes, one for training and one for validation.")
        raise DataError(sentence, faults[0])

"""What is said about a training, in one sentence."""

from __future__ import annotations

from mirnet_gui.jobs.training_recipes import recipe_of
from mirnet_gui.jobs.training_runs import PassName, Training, TrainingState
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.train.train_state import Phase

_GOING_ON = {
    Phase.PREPARING: mark("The pictures are checked and copied. The curves begin after that."),
    Phase.RUNNING: mark("Learning. PSNR and SSIM are of pictures that are not learnt from."),
    Phase.PAUSED: mark("Paused. It goes on at the very step where it stands."),
    Phase.STOPPING: mark("Stopping at the next step, with all that was learnt."),
}
_PASSES: dict[PassName, str] = {
    "light": mark("Light pass"),
    "detail": mark("Detail pass"),
    "": mark("PSNR"),
}


def outcome_line(state: TrainingState, phase: Phase | None) -> str:
    """How it goes, or how it ended; what was not gained is told, too."""
    if phase in _GOING_ON:
        return tr(_GOING_ON[phase])
    if not state.is_done:
        return tr(
            "Stopped after {done:,} of {total:,} steps. It can be resumed.",
            done=state.steps_done,
            total=state.training.steps_of_all_passes,
        )
    parts = [_gain(name, *gain) for name, gain in state.gains.items()]
    if not recipe_of(state.training.recipe).model:
        return " ".join([tr("Done."), *parts])
    if not any(after > before for before, after in state.gains.values()):
        nothing = tr("Nothing was gained: the weights that came with the program stay the better.")
        return " ".join([tr("Done."), nothing, *parts, tr("More pairs or more steps may help.")])
    return " ".join([tr("Done."), *parts])


def what_is_left(training: Training) -> str:
    """What resuming one that failed goes on with."""
    if training.has_checkpoint:
        return tr("What was saved last is kept: the training can be resumed.")
    return tr("Nothing was saved yet: resumed, it begins to learn anew.")


def _gain(name: PassName, before: float, after: float) -> str:
    values = {"what": tr(_PASSES[name]), "before": before, "after": after}
    if after > before:
        return tr(
            "{what}: {before:.2f} dB before, {after:.2f} dB at its best, which is kept.", **values
        )
    return tr("{what}: {before:.2f} dB before, no better now.", **values)

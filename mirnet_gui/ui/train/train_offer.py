"""What can be done on the Train page at the moment: buttons that are there, actions that work."""

from __future__ import annotations

from mirnet_gui.jobs.training_recipes import recipe_of
from mirnet_gui.jobs.training_runs import TrainingState
from mirnet_gui.language import tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.train import train_actions as names
from mirnet_gui.ui.train.train_bar import TrainBar
from mirnet_gui.ui.train.train_controller import TrainController
from mirnet_gui.ui.train.train_state import Phase


def offer(bar: TrainBar, actions: Actions, controller: TrainController, *, complete: bool) -> None:
    """Show and enable what ``controller`` can do now; ``complete`` says that the form is."""
    shown, phase = controller.trainings.shown, controller.phase
    is_free = not phase.is_active
    is_there = shown is not None and controller.trainings.shows_running
    is_new = shown is None and controller.data is not None
    can_use = shown is not None and not is_there and _is_usable(shown)
    can_resume = shown is not None and is_free and shown.can_resume
    can_pause = is_there and phase in (Phase.RUNNING, Phase.PAUSED)
    bar.offer(
        importing=shown is None,
        new=shown is not None or is_new,
        start=is_new,
        pause=can_pause,
        stop=is_there and phase is not Phase.IDLE,
        resume=can_resume,
        use=can_use,
    )
    actions.entitle(names.PAUSE, tr("Go on") if phase is Phase.PAUSED else tr("Pause"))
    actions.enable(is_there and phase not in (Phase.IDLE, Phase.STOPPING), names.STOP)
    actions.enable(is_new and is_free and complete, names.START)
    actions.enable(can_resume, names.RESUME)
    actions.enable(can_use, names.USE)
    actions.enable(shown is not None and not is_there, names.DISCARD)
    actions.enable(can_pause, names.PAUSE)


def _is_usable(shown: TrainingState) -> bool:
    if not recipe_of(shown.training.recipe).model:
        return shown.steps_done > 0
    gains = shown.gains.values()
    return shown.is_done and any(after > before for before, after in gains)

"""What can be done on the Train page, as rows of the table of actions."""

from __future__ import annotations

from typing import Final

from mirnet_gui.language import mark
from mirnet_gui.ui.action_table import ActionSpec
from mirnet_gui.ui.actions import Actions

PAIRS: Final = "train_pairs"
PHOTOGRAPHS: Final = "train_photographs"
IMPORT: Final = "train_import"
NEW: Final = "train_new"
START: Final = "train_start"
PAUSE: Final = "train_pause"
RESUME: Final = "train_resume"
STOP: Final = "train_stop"
USE: Final = "train_use"
DISCARD: Final = "train_discard"

_SPECS: Final = (
    ActionSpec(
        PAIRS,
        mark("Pairs…"),
        mark("Learn from a folder of dark or noisy photographs, and good ones of the same"),
    ),
    ActionSpec(
        PHOTOGRAPHS,
        mark("Clean photographs…"),
        mark("Learn from a folder of good photographs, which the program darkens itself"),
    ),
    ActionSpec(
        IMPORT,
        mark("Import a checkpoint…"),
        mark("Take over a checkpoint in the format of MIRNet's public code"),
    ),
    ActionSpec(NEW, mark("New training"), mark("Choose what to learn from")),
    ActionSpec(START, mark("Start training"), mark("Begin to learn")),
    ActionSpec(PAUSE, mark("Pause"), mark("Hold the training where it is")),
    ActionSpec(RESUME, mark("Resume"), mark("Go on where the training was stopped")),
    ActionSpec(STOP, mark("Stop"), mark("Stop the training; it can be resumed")),
    ActionSpec(USE, mark("Use these weights"), mark("Let them be chosen as a model on every page")),
    ActionSpec(
        DISCARD,
        mark("Delete the training…"),
        mark("Move it to the trash, with all that it made; weights in use stay"),
    ),
)


def add_train_actions(actions: Actions) -> None:
    """Put them into the table."""
    for spec in _SPECS:
        actions.add(spec)

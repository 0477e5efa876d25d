"""How the Train page is made."""

from __future__ import annotations

from mirnet_gui import locations
from mirnet_gui.ui.page import Context
from mirnet_gui.ui.train.train_actions import add_train_actions
from mirnet_gui.ui.train.train_controller import TrainController
from mirnet_gui.ui.train.train_page import TrainPage


def train_page(context: Context) -> TrainPage:
    """The page with its parts; what looks at pictures has a thread of its own."""
    add_train_actions(context.actions)
    return TrainPage(context, TrainController(context.new_runner(), locations.trainings()))

"""The bar above: which training is looked at, and what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget

from mirnet_gui.language import tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.train import train_actions as names
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.labels import ElidedLabel, label


class TrainBar(Bar):
    """Shows facts that it is told and the actions of the table."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(menu, parent)
        self._facts = ElidedLabel("quiet")
        self.new = ActionButton(actions[names.NEW])
        self.importing = ActionButton(actions[names.IMPORT])
        self.pause = ActionButton(actions[names.PAUSE])
        self.stop = ActionButton(actions[names.STOP])
        self.resume = ActionButton(actions[names.RESUME])
        self.use = ActionButton(actions[names.USE], "accent")
        self.start = ActionButton(actions[names.START], "accent")
        buttons = (self.importing, self.new, self.pause, self.stop, self.resume)
        self.put(
            left=(label("title", tr("Train")), self._facts),
            right=(*buttons, self.use, self.start),
            giving_way=(
                (self.importing, [actions[names.IMPORT]]),
                (self.new, [actions[names.NEW]]),
                (self.stop, [actions[names.STOP]]),
            ),
        )
        for button in (self.pause, self.stop, self.resume, self.use, self.start, self.new):
            button.heirs = lambda: (self.pause, self.resume, self.use, self.start, self.new)

    @property
    def facts(self) -> str:
        """What stands beside the title."""
        return self._facts.text()

    def say(self, facts: str) -> None:
        """Which training is looked at."""
        self._facts.setText(facts)
        self._facts.setToolTip(facts)

    def offer(self, **wanted: bool) -> None:
        """Which of the buttons are there, by their names; the others are not."""
        buttons = ("importing", "new", "pause", "stop", "resume", "use", "start")
        # Those that come before those that go, so that one can inherit the focus of the other.
        for name in sorted(buttons, key=lambda each: not wanted.get(each, False)):
            self.want(getattr(self, name), wanted.get(name, False))

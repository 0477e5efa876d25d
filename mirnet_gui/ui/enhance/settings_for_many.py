"""What is said where many photographs get the same settings at once, or could get them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import label_of
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.recipe import Together
from mirnet_gui.ui.model.recipes import apart_from_model
from mirnet_gui.ui.page import Page


class SettingsForMany(QObject):
    """Says it on ``page``, and takes back what it said along with what that was about."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._recipes = page.shared.recipes
        self._said: Message | None = None
        self._still_holds: Callable[[], bool] = lambda: True
        self._recipes.history_changed.connect(self._look_whether_it_holds)

    def tell_copied(self, key: Path) -> None:
        """The settings of ``key`` can be pasted now: nothing else shows that."""
        name = printable(key.name)
        self._page.say(
            Message(MessageKind.DONE, tr("The settings of {name} are copied.", name=name))
        )

    def tell(self, change: Together) -> None:
        """Many have other settings now; of one alone the picture tells, and undo is at hand."""
        if len(change.wanted) > 1:
            sentence = tr(
                "{count:,} photographs have other settings now.", count=len(change.wanted)
            )
            undo = Answer(tr("Undo"), partial(self._recipes.take_back, change))
            self._say(
                Message(MessageKind.DONE, sentence, answers=(undo,)),
                lambda: not change.is_taken_back,
            )

    def offer(self, method: Method) -> None:
        """The current photograph has ``method`` now: all others could have it as well."""
        listed = self._page.shared.photographs.listed
        if listed.current is None or len(listed.paths) < 2:
            return
        sentence = tr(
            "{method} is used for {name} only.",
            method=label_of(method),
            name=printable(listed.current.name),
        )
        answers = (
            Answer(
                tr("Use it for all {count:,}", count=len(listed.paths)),
                lambda: self.tell(self._recipes.paste(method, listed.paths)),
            ),
            Answer(tr("Only this one"), lambda: None),
        )
        wanted = apart_from_model(method)
        self._say(
            Message(MessageKind.NOTE, sentence, answers=answers),
            lambda: apart_from_model(self._recipes.method) == wanted,
        )

    def _say(self, message: Message, still_holds: Callable[[], bool]) -> None:
        self._said, self._still_holds = message, still_holds
        self._page.say(message)

    @Slot()
    def _look_whether_it_holds(self) -> None:
        if self._said is not None and not self._still_holds():
            said, self._said = self._said, None
            self._page.withdraw(said)

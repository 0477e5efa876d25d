"""Another language was chosen: the window is closed and comes back in it, if that is wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.language import LANGUAGES, spoken_language, tr
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.model.preferences import Preferences
from mirnet_gui.ui.shell.leaving import Leaving
from mirnet_gui.ui.shell.script_font import has_letters_of
from mirnet_gui.ui.shell.speech import wanted_language


class LanguageChange(QObject):
    """What stands in the window was translated when it was made, so that it is made anew."""

    message = Signal(object)
    """:class:`Message`."""
    withdrawn = Signal(object)
    """The same, once it is not so any more."""

    def __init__(self, preferences: Preferences, leaving: Leaving, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._preferences = preferences
        self._is_under_way = False
        self._said: Message | None = None
        preferences.changed.connect(self._on_preference)
        leaving.stayed.connect(self._on_stayed)

    @property
    def is_under_way(self) -> bool:
        """Whether the window is closed to come back."""
        return self._is_under_way

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        chosen = self._preferences.settings.language
        if name == "language" and not has_letters_of(chosen):
            sentence = tr(
                "This computer has no font for {language}: it could not be read.",
                language=LANGUAGES[chosen],
            )
            hint = tr("Install one first, such as Noto Sans. Until then the window is in English.")
            self.message.emit(Message(MessageKind.FAILED, sentence, hint))
        elif name == "language":
            self._tell_of(wanted_language(chosen))

    def _tell_of(self, wanted: str) -> None:
        if self._said is not None:
            self.withdrawn.emit(self._said)
            self._said = None
        if wanted != spoken_language():
            sentence = tr("The language changes when the program is started again.")
            hint = tr("What is open comes back then, without the steps that undo knows.")
            answer = Answer(tr("Start again now"), self._start_again)
            self._said = Message(MessageKind.NOTE, sentence, hint, answers=(answer,))
            self.message.emit(self._said)

    def _start_again(self) -> None:
        self._is_under_way = True
        self._window.close()

    @Slot()
    def _on_stayed(self) -> None:
        self._is_under_way = False

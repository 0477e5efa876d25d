"""What a page is: a bar, a stack of sides with messages over it, a panel; and what a window asks.

The window knows pages by this alone. Another one is a folder with a subclass, made in ``app``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from mirnet_gui.jobs.runner import JobRunner
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.photo.photo import Photo
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.model.activity import Doing
from mirnet_gui.ui.model.message import Message
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.thumbnail_maker import ThumbnailMaker
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.theme.tokens import DARK, Tokens
from mirnet_gui.ui.widgets.bar import Bar
from mirnet_gui.ui.widgets.filmstrip_delegate import PICTURE_SIZE
from mirnet_gui.ui.widgets.filmstrip_model import FilmstripModel
from mirnet_gui.ui.widgets.info_bar import InfoBar
from mirnet_gui.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class Context:
    """What a page is made with; ``new_runner`` gives it a thread of its own.

    ``strip`` lists the photographs that are open, for the filmstrips of all pages.
    """

    model: Model
    actions: Actions
    menu: QMenu
    runner: JobRunner
    new_runner: Callable[[], JobRunner]
    strip: FilmstripModel

    @classmethod
    def over(
        cls,
        model: Model,
        actions: Actions,
        menu: QMenu,
        runner: JobRunner,
        new_runner: Callable[[], JobRunner],
    ) -> Context:
        """With a strip whose pictures are made in a thread of their own."""
        photographs = model.photographs
        maker = ThumbnailMaker(new_runner(), PICTURE_SIZE, photographs.in_memory)
        strip = FilmstripModel(photographs, model.marks, maker)
        return cls(model, actions, menu, runner, new_runner, strip)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """How a page stands on the rail; ``name`` is for programs."""

    name: str
    title: str
    tip: str
    glyph: Glyph


class Work(Protocol):
    """Whoever does something that the status line tells of."""

    doing_changed: Any
    """Signal of a :class:`Doing`."""

    @property
    def doing(self) -> Doing:
        """What is going on."""
        ...

    def cancel(self) -> None:
        """Stop what can be stopped."""
        ...


@dataclass(frozen=True, slots=True)
class LongWork:
    """Work that the desktop around the window shows; ``fraction`` is in 0..1, None if unknown."""

    fraction: float | None
    is_paused: bool = False


@dataclass(frozen=True, slots=True)
class ReasonToStay:
    """Why the window should not be closed yet: ``line`` says what would be lost or stopped.

    ``save`` is the action that would save it.
    """

    question: str
    line: str
    save: ActionName | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """Photographs that go from one page to another; ``methods`` are wanted of some of them.

    What is open on all pages is not sent: only what is wanted of it.
    """

    paths: tuple[Path, ...] = ()
    methods: Mapping[Path, Method] = field(default_factory=dict)
    offered: Method | None = None
    """The current photograph has it; whoever sent it may want it for all."""


class Page(QWidget):
    """Subclasses add what is only theirs, and answer where the answer here is not theirs."""

    advanced = Signal(object)
    """:class:`Advance` of the page's work."""
    status_changed = Signal()
    """Ask :attr:`status` anew."""
    sent = Signal(str, object)
    """The name of another page to turn to, and the :class:`Sending` that it is to take over."""
    front_wanted = Signal()
    """Turn to this page."""
    asked = Signal(object)
    """:class:`Message` with answers, for whoever sits before the window."""
    long_work_changed = Signal(object)
    """:class:`LongWork`, or None when it has ended."""
    through = Signal(object)
    """:class:`Message`: long work has come to its end by itself."""

    def __init__(self, entry: PageEntry, context: Context, work: Work) -> None:
        super().__init__()
        self.entry = entry
        self.work = work
        self.shared = context.model
        self.actions_table = context.actions
        self.tokens = DARK
        self._is_active = False
        self._stack = QStackedWidget()
        self._stack.setObjectName("pageStack")
        self._info: InfoBar
        self.bar_above: Bar
        self.side_panel: Panel
        self.setObjectName(f"{entry.name}Page")

    def compose(
        self,
        bar: Bar,
        panel: Panel,
        sides: Iterable[QWidget],
        *,
        foot: QWidget | None = None,
        messages_at_foot: bool = False,
    ) -> None:
        """Put the parts together; the first of ``sides`` is shown, ``foot`` is below all."""
        self.bar_above, self.side_panel = bar, panel
        for side in sides:
            self._stack.addWidget(side)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(middle, 1)
        if foot is not None:
            column.addWidget(foot)
        self._info = InfoBar(self._stack, at_foot=messages_at_foot)

    # What it looks like

    @property
    def side(self) -> QWidget | None:
        """What is shown in the middle."""
        return self._stack.currentWidget()

    def show_side(self, side: QWidget) -> None:
        """Show one of the sides."""
        self._stack.setCurrentWidget(side)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self.tokens = tokens
        for part in (self._info, self.bar_above, self.side_panel):
            part.apply_theme(tokens)

    # Whether it is looked at

    @property
    def is_active(self) -> bool:
        """Whether it is the page that is open."""
        return self._is_active

    def set_active(self, active: bool) -> None:
        """Whether it is the page that is open."""
        self._is_active = active

    def take_focus(self) -> None:
        """Let keys come here."""
        raise NotImplementedError

    @property
    def centre(self) -> QWidget:
        """The photograph or list that the page is about: where the focus goes without a button."""
        raise NotImplementedError

    @property
    def viewer(self) -> QWidget:
        """Who hears of keys that nobody else wanted."""
        return self.centre

    # What comes in

    def take_in(self, paths: Sequence[Path]) -> None:
        """Files and folders were opened, dropped or pasted."""
        self.shared.photographs.open(list(paths))
        self.shared.recent.note(paths)

    def take_picture(self, _photo: Photo) -> bool:
        """Whether it takes a picture without a file."""
        return False

    def take_over(self, sending: Sending) -> None:
        """Go on here with what comes from another page."""
        if sending.paths:
            self.take_in(sending.paths)

    # What is said

    @property
    def status(self) -> str:
        """What the status line says while nothing is going on."""
        return tr("Ready")

    @property
    def can_be_stopped_elsewhere(self) -> bool:
        """Whether its work may be stopped by who looks at another page."""
        return True

    @property
    def is_at_rest(self) -> bool:
        """Whether a question may be asked here that is about something else."""
        return False

    @property
    def message(self) -> Message | None:
        """What is being said over the page."""
        return self._info.message

    @Slot(object)
    def say(self, message: Message) -> None:
        """Show a message over the page."""
        self._info.say(message)

    @Slot()
    def dismiss(self) -> None:
        """Take the message away."""
        self._info.dismiss()

    @Slot()
    def clear_messages(self) -> None:
        """What was said before is history."""
        self._info.clear()

    def withdraw(self, message: Message) -> None:
        """Take ``message`` away: it was answered elsewhere."""
        self._info.withdraw(message)

    # How it is left

    def escape(self) -> bool:
        """Stop what is going on, or take the message away; whether there was such a thing."""
        for work in (self.work, self.shared.photographs):
            if work.doing.can_cancel:
                work.cancel()
                return True
        if self.message is not None:
            self.dismiss()
            return True
        return False

    def reason_to_stay(self) -> ReasonToStay | None:
        """Why the window should not be closed yet, if there is a reason."""
        return None

    # From beginning to end

    def begin(self) -> None:
        """The window is open."""

    def remember(self) -> None:
        """The window closes: tell the preferences what is to be kept."""

    def stop(self) -> None:
        """Submit no further jobs; the threads are about to end."""

    def release(self) -> None:
        """The threads have ended: let go of files."""

"""What is going on, in the status line: of all pages, the open one first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Slot

from mirnet_gui.escaping import printable
from mirnet_gui.language import mark, tr
from mirnet_gui.ui.model.activity import Activity, Advance, Doing
from mirnet_gui.ui.page import Page, Work
from mirnet_gui.ui.shell.status_line import StatusLine
from mirnet_gui.ui.wording import progress_line

_SAYING = {
    Activity.GATHERING: mark("Looking into {name}"),
    Activity.OPENING: mark("Opening {name}"),
    Activity.PREPARING: mark("Getting MIRNet ready"),
    Activity.PREVIEWING: mark("Previewing {name}"),
    Activity.ENHANCING: mark("Enhancing {name}"),
    Activity.SAVING: mark("Saving {name}"),
    Activity.SAVING_ALL: mark("Saving all · {name}"),
    Activity.COPYING: mark("Copying {name}"),
    Activity.COMPARING: mark("Computing {name}"),
    Activity.MEASURING: mark("Measuring"),
    Activity.DRAWING: mark("Drawing differences"),
    Activity.OBSERVING: mark("Finding out what {name} looks at"),
    Activity.EXPORTING: mark("Exporting into {name}"),
    Activity.PLANNING: mark("Looking at the photographs"),
    Activity.ESTIMATING: mark("Finding out how long it takes"),
    Activity.BEGINNING: mark("Beginning the batch"),
    Activity.BATCHING: mark("Batch · {name}"),
    Activity.WATCHING: mark("Watching {name}"),
    Activity.PAUSED: mark("Paused · {name}"),
    Activity.STOPPING: mark("Stopping · {name}"),
    Activity.CHECKING: mark("Checking {name}"),
    Activity.TAKING_OVER: mark("Taking over {name}"),
    Activity.TRAINING: mark("Training · {name}"),
    Activity.TRAINING_PAUSED: mark("Paused · {name}"),
}
_ONGOING = (
    Activity.BATCHING,
    Activity.PAUSED,
    Activity.SAVING_ALL,
    Activity.TRAINING,
    Activity.TRAINING_PAUSED,
)
"""Their name changes while they go on: how far they are is still true then."""
_PAUSED = (Activity.PAUSED, Activity.TRAINING_PAUSED)


class ActivityLine(QObject):
    """Listens to the work of the pages, and to the ``shared`` work that is nobody's."""

    def __init__(self, status: StatusLine, shared: Work) -> None:
        super().__init__(status)
        self._status = status
        self._shared = shared
        self._pages: list[Page] = []
        self._open: Page | None = None
        self._told = Doing()
        self._advances: dict[int, Advance] = {}
        shared.doing_changed.connect(self.tell)

    def add(self, page: Page) -> None:
        """Listen to one page more."""
        self._pages.append(page)
        page.work.doing_changed.connect(self.tell)
        page.advanced.connect(partial(self._on_advanced, page.work))
        page.status_changed.connect(self._on_status_changed)

    def turn_to(self, page: Page) -> None:
        """Another page is the open one."""
        self._open = page
        self.tell()

    @Slot()
    def tell(self) -> None:
        """Say it anew."""
        for each in self._works():
            if each.doing.activity not in _ONGOING:
                self._advances.pop(id(each), None)
        work = self._first()
        doing = Doing() if work is None else work.doing
        before, self._told = self._told, doing
        if work is None:
            self._status.say_idle(tr("Ready") if self._open is None else self._open.status)
            return
        text = tr(_SAYING[doing.activity], name=printable(doing.name))
        can_cancel = self._can_cancel(work)
        advance = self._advances.get(id(work))
        if doing.activity is Activity.WATCHING:
            self._status.say_waiting(text, can_cancel=can_cancel)
        elif doing.activity in _PAUSED:
            share = None if advance is None else advance.progress.fraction
            self._status.say_paused(text, share, can_cancel=can_cancel)
        else:
            self._status.say_busy(text, can_cancel=can_cancel)
            if advance is not None and before.activity is doing.activity:
                # One more is done: the bar goes on from where it stands.
                self._show(advance)

    def stop(self) -> None:
        """Stop what is told of, if it may be stopped from here."""
        work = self._first()
        if work is not None and self._can_cancel(work):
            work.cancel()

    def _can_cancel(self, work: Work) -> bool:
        # Who stops something on another page does not mean the work of a night.
        owner = next((page for page in self._pages if page.work is work), None)
        is_near = owner is None or owner is self._open or owner.can_be_stopped_elsewhere
        return is_near and work.doing.can_cancel

    def _works(self) -> Iterator[Work]:
        if self._open is not None:
            yield self._open.work
        yield self._shared
        for page in self._pages:
            if page is not self._open:
                yield page.work

    def _first(self) -> Work | None:
        return next(
            (each for each in self._works() if each.doing.activity is not Activity.IDLE), None
        )

    def _on_advanced(self, work: Work, advance: Advance) -> None:
        self._advances[id(work)] = advance
        if self._first() is work:
            self._show(advance)

    def _show(self, advance: Advance) -> None:
        figures = progress_line(advance.progress, advance.seconds_left)
        self._status.say_progress(advance.progress.fraction, figures)

    @Slot()
    def _on_status_changed(self) -> None:
        if self._first() is None:
            self.tell()

"""What is to be done to one photograph, and what was wanted before that."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from mirnet_gui.methods.method import Method


@dataclass(slots=True, eq=False)
class Together:
    """Several photographs changed at once, what is ``wanted`` of each: to be taken back as one."""

    wanted: dict[Path, Method]
    is_taken_back: bool = False


@dataclass(slots=True)
class Step:
    """The text of a method; it differs by the parameters ``changed`` from the one before.

    ``over`` was the newest change before it, if that was one of several photographs.
    """

    text: str
    changed: tuple[str, ...] = ()
    over: Together | None = None


def _beginning() -> list[Step]:
    return [Step("mirnet")]


@dataclass(slots=True)
class Recipe:
    """Steps that were wanted one after the other; ``place`` is that of now."""

    steps: list[Step] = field(default_factory=_beginning)
    """The first one is what it began with."""
    place: int = 0
    is_open: bool = False
    """Whether the newest change goes on: a slider that is dragged is one step."""

    @property
    def text(self) -> str:
        """What is wanted now."""
        return self.steps[self.place].text

    @property
    def undoable(self) -> tuple[str, ...]:
        """The parameters that would be as before; none where nothing was wanted before."""
        return self.steps[self.place].changed

    @property
    def redoable(self) -> tuple[str, ...]:
        """The parameters of a change that was taken back; none where none was."""
        return next((step.changed for step in self.steps[self.place + 1 :]), ())

    @property
    def before(self) -> str | None:
        """What was wanted before the newest change, None where nothing was."""
        return self.steps[self.place - 1].text if self.place else None

    @property
    def after(self) -> str | None:
        """What was wanted before it was taken back, None where nothing was taken back."""
        return next((step.text for step in self.steps[self.place + 1 :]), None)

    def rewrite(self, text: str) -> None:
        """``text`` is what is wanted now, without anybody having changed it here."""
        self.steps[self.place].text = text

    @property
    def over(self) -> Together | None:
        """What undo is about once the newest change is undone, if that is of several."""
        over = self.steps[self.place].over
        return None if over is None or over.is_taken_back else over

    def change(
        self, text: str, changed: tuple[str, ...], over: Together | None = None
    ) -> Together | None:
        """Want ``text`` from now on; what was taken back before is forgotten.

        ``over`` is the newest change before, if that was of several photographs. Gives back that
        of several which is the newest by now, if it is one.
        """
        del self.steps[self.place + 1 :]
        if not (self.is_open and changed == self.undoable):
            self.steps.append(Step(text, changed, over))
            self.place, self.is_open = self.place + 1, True
        elif text == self.steps[self.place - 1].text:
            # It is back where it came from: there is nothing to be taken back.
            over = self.over
            self.steps.pop()
            self.place, self.is_open = self.place - 1, False
            return over
        else:
            self.rewrite(text)
        return None

    def end_step(self) -> None:
        """What is changed next is another step."""
        self.is_open = False

    def undo(self) -> tuple[str, ...]:
        """Want again what was wanted before; gives back the parameters that are as before."""
        changed = self.undoable
        self.place, self.is_open = max(self.place - 1, 0), False
        return changed

    def redo(self) -> tuple[str, ...]:
        """Want again what was taken back; gives back the parameters that changed."""
        changed = self.redoable
        self.place, self.is_open = min(self.place + 1, len(self.steps) - 1), False
        return changed

"""The methods that are compared, in the order of their views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.ui.compare.compare_state import MOST_METHODS, Chosen
from mirnet_gui.ui.model.message import Message, MessageKind


class ChosenMethods(QObject):
    """At least one and at most six, none of them twice."""

    changed = Signal()
    message = Signal(object)
    """:class:`Message`: why nothing was changed."""

    def __init__(self, methods: Iterable[Method], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._chosen = [Chosen(method) for method in methods]

    def __len__(self) -> int:
        return len(self._chosen)

    def __iter__(self) -> Iterator[Chosen]:
        return iter(list(self._chosen))

    def __getitem__(self, place: int) -> Chosen:
        return self._chosen[place]

    @property
    def keys(self) -> list[str]:
        """The texts that their results go by."""
        return [each.key for each in self._chosen]

    @property
    def can_add(self) -> bool:
        """Whether there is room for another method."""
        return len(self._chosen) < MOST_METHODS

    def add(self, method: Method) -> None:
        """One view more. What is there already is not added again."""
        self._change([*self._chosen, Chosen(method)])

    def replace(self, place: int, method: Method) -> None:
        """Other parameters, or another method, in the same place."""
        self._change([*self._chosen[:place], Chosen(method), *self._chosen[place + 1 :]])

    @Slot(int)
    def remove(self, place: int) -> None:
        """One view less."""
        if len(self._chosen) > 1:
            self._change([*self._chosen[:place], *self._chosen[place + 1 :]])

    @Slot(int, int)
    def move(self, place: int, by: int) -> None:
        """Another place in the order."""
        target = min(max(place + by, 0), len(self._chosen) - 1)
        chosen = list(self._chosen)
        chosen.insert(target, chosen.pop(place))
        self._change(chosen)

    def _change(self, chosen: Sequence[Chosen]) -> None:
        if len(chosen) > MOST_METHODS or len({each.key for each in chosen}) < len(chosen):
            sentence = tr("This method is in the comparison already.")
            self.message.emit(Message(MessageKind.NOTE, sentence, tr("Give it other parameters.")))
            return
        self._chosen = list(chosen)
        self.changed.emit()

"""What stands on the page in the place of the result: itself, a preview, or nothing."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from mirnet_gui.jobs.display import DisplayPart
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.language import tr
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.mirnet import MirnetMethod
from mirnet_gui.methods.registry import members_of, models_of
from mirnet_gui.ui.enhance.enhance_state import CurrentPhotograph
from mirnet_gui.ui.model.message import Message, MessageKind
from mirnet_gui.ui.model.model import Model


class ShownResult(QObject):
    """Keeps :attr:`current`, and tells of every change of it that can be seen."""

    result_shown = Signal(object, bool)
    """:class:`EnhancedPhoto`, and whether it is to be drawn in."""
    preview_shown = Signal(object)
    """:class:`EnhancedPhoto`."""
    part_shown = Signal(object)
    """:class:`DisplayPart` of the result, for the preview."""
    dropped = Signal()
    """Nothing stands there any more."""
    message = Signal(object)
    """:class:`Message` about a result that nobody has seen before."""

    def __init__(self, model: Model, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._seen: WeakSet[EnhancedPhoto] = WeakSet()
        self.current = CurrentPhotograph()

    def begin(self, opened: OpenedPhoto | None) -> None:
        """Another photograph is the current one, or none is; nothing is made of it yet."""
        self.current = CurrentPhotograph(opened)

    def show(self, enhanced: EnhancedPhoto) -> None:
        """Show a result; one that nobody has seen is drawn in, where nothing stood in for it."""
        is_new = enhanced not in self._seen
        is_drawn_in = is_new and self.current.stand_in is None
        self.current.enhanced, self.current.stand_in = enhanced, None
        self._seen.add(enhanced)
        if self.current.opened is not None:
            self._model.marks.note_shown(self.current.opened.key, enhanced.method)
        self.result_shown.emit(enhanced, is_drawn_in)
        knows_light = isinstance(enhanced.method, MirnetMethod)
        if is_new and knows_light and enhanced.layers.is_little_changed:
            self.message.emit(_well_lit())

    def show_preview(self, preview: EnhancedPhoto) -> None:
        """Let ``preview`` stand in."""
        self.current.stand_in = preview
        self.preview_shown.emit(preview)

    def show_parts(self, parts: Iterable[DisplayPart]) -> None:
        """Put ``parts`` of the result into its preview, if that stands there."""
        stand_in = self.current.stand_in
        if stand_in is not None and stand_in.is_preview:
            for part in parts:
                self.part_shown.emit(part)

    def make_way(self, wanted: Method) -> None:
        """What ``wanted`` makes is to come.

        What stands there stands in for it if the same method made it by other parameters: a slider
        is dragged, and nobody wants to see the photograph itself between two of its steps.
        """
        standing = self.current.enhanced or self.current.stand_in
        is_similar = standing is not None and _is_same_method(standing.method, wanted)
        if standing is None or standing.is_preview or not is_similar:
            self.drop()
        else:
            self.current.enhanced, self.current.stand_in = None, standing

    def drop(self) -> None:
        """Let nothing stand there."""
        if self.current.enhanced is not None:
            self.current.enhanced = None
            self.dropped.emit()
        self.drop_stand_in()

    def drop_stand_in(self) -> None:
        """Let nothing stand there but a result."""
        if self.current.stand_in is not None:
            self.current.stand_in = None
            self.dropped.emit()


def _is_same_method(one: Method, other: Method) -> bool:
    """Whether they differ by nothing but parameters."""
    names = [[member.name for member in members_of(each)] for each in (one, other)]
    return names[0] == names[1] and models_of(one) == models_of(other)


def _well_lit() -> Message:
    return Message(
        MessageKind.NOTE,
        tr("This photograph is well lit already: little was changed."),
        tr("To make it brighter or darker, move Exposure."),
    )

"""A photograph before and after: the result comes, is previewed, developed and taken away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QVariantAnimation, Slot
from PySide6.QtWidgets import QWidget

from mirnet_gui.jobs.developing import DevelopedShot, Shot
from mirnet_gui.jobs.display import DisplayPart, DisplayPicture
from mirnet_gui.language import tr
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.names_overlay import NamesOverlay
from mirnet_gui.ui.viewer.pane import BEFORE, Pane
from mirnet_gui.ui.viewer.picture_canvas import PictureCanvas

AFTER = "after"
"""The key of the pane of the result."""

_MARGIN, _GAP = 24, 2
_REVEAL_MS = 420


class BeforeAfterCanvas(PictureCanvas):
    """Two panes: the photograph, and its result as far as there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(NamesOverlay(), margin=_MARGIN, gap=_GAP, parent=parent)
        self._before: DisplayPicture | None = None
        self._after: DisplayPicture | None = None
        self._developed: DevelopedShot | None = None
        self._closeup: DevelopedShot | None = None
        self._strength = 1.0
        self._pending = ""
        self._provisional = False
        self._reveal = QVariantAnimation(self)
        self._reveal.setDuration(_REVEAL_MS)
        self._reveal.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._reveal.valueChanged.connect(self._on_revealed)
        self.setAccessibleName(tr("Photograph, before and after"))

    @property
    def pending(self) -> str:
        """What stands on the side of the result while there is none."""
        return self._pending

    @property
    def provisional(self) -> bool:
        """Whether a preview stands where the result will be."""
        return self._after is not None and self._provisional

    @property
    def shot(self) -> Shot:
        """What is to be seen of the result, or of the photograph while there is none."""
        drawn = self._after or self._before
        return Shot(self.region, 0) if drawn is None else self.shot_of(drawn)

    @property
    def loupe_shot(self) -> Shot | None:
        """What is to be seen of it through the loupe, None while there is none."""
        drawn = self._after or self._before
        return None if drawn is None else self.loupe_shot_of(drawn)

    def show_picture(self, before: DisplayPicture) -> None:
        """Show another photograph, whole, without a result yet."""
        self._before, self._after = before, None
        self._developed = self._closeup = None
        self.hold_before(False)
        self._show()
        self.fit()

    def drop_picture(self) -> None:
        """There is no photograph any more."""
        self._before = self._after = self._developed = None
        self.hold_before(False)
        self.show_panes(())

    def show_result(self, after: DisplayPicture, *, reveal: bool) -> None:
        """Put the result on the other side; ``reveal`` draws it in from the right."""
        self._after, self._provisional = after, False
        self._show()
        if reveal and self.picture_layout is Layout.SLIDER and self.isVisible():
            place = self._place_of_divider
            self._reveal.stop()
            self._reveal.setStartValue(1.0)
            self._reveal.setEndValue(place if 0.0 < place < 1.0 else 0.5)
            self._reveal.start()

    def show_preview(self, after: DisplayPicture) -> None:
        """Put about what the result will be on the other side, and say so, until it comes."""
        self.show_result(after, reveal=self._after is None)
        self._provisional = True
        self._show()

    def show_part(self, part: DisplayPart) -> None:
        """Put a part of the result into its preview."""
        if self._after is not None and self.provisional:
            self._after.put(part)
            self.repaint_source(self._after)

    def show_developed(self, shot: DevelopedShot | None) -> None:
        """Show the result as it was chosen; None: as it is."""
        self._developed = shot if self._after is not None else None
        self._show()

    def show_closeup(self, shot: DevelopedShot | None) -> None:
        """The same, sharp under the loupe."""
        self._closeup = shot if self._after is not None else None
        self._show()

    def drop_result(self) -> None:
        """Take the result away; the photograph stays where it is."""
        self._after = self._developed = self._closeup = None
        self._show()

    def say_pending(self, text: str) -> None:
        """What stands on the side of the result while there is none ("" for nothing)."""
        self._pending = text
        self._show()

    def set_strength(self, strength: float) -> None:
        """How much of the result is painted over the photograph, 0..1."""
        self._strength = strength
        self._show()

    def set_divider(self, fraction: float) -> None:
        """See :class:`PictureCanvas`; whoever moves it does not want it drawn in any more."""
        self._reveal.stop()
        super().set_divider(fraction)

    @property
    def _place_of_divider(self) -> float:
        """Where it stands, or will stand once the result before is drawn in."""
        is_moving = self._reveal.state() is QAbstractAnimation.State.Running
        return float(self._reveal.endValue()) if is_moving else self.divider

    @Slot(object)
    def _on_revealed(self, value: float) -> None:
        super().set_divider(value)

    def _show(self) -> None:
        if self._before is None:
            return
        before = Pane(BEFORE, tr("Before"), self._before)
        after = replace(before, key=AFTER, label=self._after_label, stands_in=True)
        if self._after is not None:
            after = replace(
                after,
                picture=self._after,
                developed=self._developed,
                closeup=self._closeup,
                below=self._before,
                opacity=self._opacity,
                stands_in=False,
            )
        self.show_panes((before, after))

    @property
    def _opacity(self) -> float:
        """How much of the result covers the photograph: all of one that is blended already."""
        is_blended = self._developed is not None and self._developed.blended
        return 1.0 if is_blended else self._strength

    @property
    def _after_label(self) -> str:
        if self._after is None:
            return self._pending
        if self._provisional:
            return tr("Preview · {pending}", pending=self._pending)
        if self._strength < 1.0:
            return tr("After · {strength:.0%}", strength=self._strength).replace("%", " %")
        return tr("After")

"""The panel at the right of the views: methods, differences, histograms, reference, figures."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mirnet_gui.jobs.difference_view import DifferenceKind
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.compare.compare_state import REFERENCE, Chosen, Difference
from mirnet_gui.ui.compare.figures_table import FiguresTable
from mirnet_gui.ui.compare.insight_panel import InsightPanel
from mirnet_gui.ui.compare.method_list import MethodList
from mirnet_gui.ui.compare.reference_zone import ReferenceZone
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.viewer.pane import Pane
from mirnet_gui.ui.widgets.buttons import ActionButton
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import section, wrapped
from mirnet_gui.ui.widgets.panel import Panel
from mirnet_gui.ui.widgets.tab_order import reach_after

_KINDS = (
    (mark("Pictures as they are"), ""),
    (mark("Difference of luminance"), DifferenceKind.LUMINANCE),
    (mark("Difference of colour"), DifferenceKind.COLOUR),
    (mark("Local error (1 - SSIM)"), DifferenceKind.STRUCTURE),
)
_HISTOGRAMS = (
    (mark("No histograms"), ""),
    (mark("Histograms, linear"), "linear"),
    (mark("Histograms, log"), "log"),
)
_GAIN = Parameter(
    label=mark("Gain"),
    minimum=1.0,
    maximum=20.0,
    step=1.0,
    unit=mark("times"),
    tooltip=mark("How much stronger differences are drawn than they are."),
)


class ComparePanel(Panel):
    """Shows what it is told; what the hand changes goes out by signals."""

    difference_changed = Signal(object)
    """:class:`Difference`, or None for the pictures as they are."""
    histograms_changed = Signal(str)
    pair_changed = Signal(int, int)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.methods = MethodList()
        self.reference = ReferenceZone()
        self.figures = FiguresTable()
        self.insight = InsightPanel(actions)
        self._add = ActionButton(actions[ActionName.ADD_METHOD])
        self._use = ActionButton(actions[ActionName.USE_THIS])
        self._compute = ActionButton(actions[ActionName.RECOMPUTE])
        self._kind, self._base = ChoiceBox(tr("Difference")), ChoiceBox(tr("Against"))
        self._gain = LabelledSlider(_GAIN, 1.0)
        self._histograms = ChoiceBox(tr("Histograms"))
        self._left, self._right = ChoiceBox(tr("Left of the divider")), ChoiceBox(tr("Right of it"))
        self._pair = QWidget()
        self._whose = section(tr("Figures"))
        for box in (self._base, self._left, self._right):
            # Methods have names of any length.
            box.give_way()
        for words, kind in _KINDS:
            self._kind.addItem(tr(words), kind)
        for words, way in _HISTOGRAMS:
            self._histograms.addItem(tr(words), way)
        self._lay_out()
        self._connect()
        self._show_difference_controls()

    def show_methods(self, methods: Sequence[Chosen]) -> None:
        """List ``methods``."""
        self.methods.show_methods(methods)
        # The new rows came last; so do the others, then.
        reach_after(self.methods, self._below)

    def show_views(self, views: Sequence[Pane], pair: tuple[int, int]) -> None:
        """Offer ``views`` as the base of differences and for the slider."""
        base = self._base.currentData()
        offered = [view for view in views if view.picture is not None]
        _fill(self._base, [(view.label, view.key) for view in offered], base)
        places = [(view.label, place) for place, view in enumerate(views)]
        _fill(self._left, places, pair[0])
        _fill(self._right, places, pair[1])

    def show_difference(self, difference: Difference | None) -> None:
        """Set the controls to what is shown."""
        self._kind.setCurrentIndex(max(0, self._kind.findData(difference and difference.kind)))
        if difference is None:
            self._kind.setCurrentIndex(0)
        else:
            self._base.setCurrentIndex(max(0, self._base.findData(difference.base)))
            self._gain.set_value(difference.gain)
        self._show_difference_controls()

    def show_pair(self, visible: bool) -> None:
        """Whether two views are to be chosen for a slider."""
        self._pair.setVisible(visible)

    def offer_compute(self, offered: bool) -> None:
        """Whether something is missing that can be asked for."""
        self._compute.setVisible(offered)

    def show_whose(self, name: str) -> None:
        """Say which view the figures are of."""
        title = tr("Figures")
        self._whose.setText((f"{title} · {name}" if name else title).upper())

    def prefer_reference(self) -> None:
        """Differences are told against the reference from now on."""
        self._base.setCurrentIndex(max(0, self._base.findData(REFERENCE)))
        self._tell_difference()

    @property
    def kind_box(self) -> ChoiceBox:
        """Which difference is shown."""
        return self._kind

    @property
    def base_box(self) -> ChoiceBox:
        """Against which view."""
        return self._base

    @property
    def gain(self) -> LabelledSlider:
        """How strongly."""
        return self._gain

    @property
    def histogram_box(self) -> ChoiceBox:
        """Whether and how histograms are drawn."""
        return self._histograms

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self.methods.apply_theme(tokens)
        self.insight.apply_theme(tokens)
        for box in (self._kind, self._base, self._histograms, self._left, self._right):
            box.apply_theme(tokens)

    @Slot()
    def _tell_difference(self) -> None:
        self._show_difference_controls()
        kind = self._kind.currentData()
        base = self._base.currentData() or ""
        difference = Difference(DifferenceKind(kind), base, self._gain.value) if kind else None
        self.difference_changed.emit(difference)

    @Slot()
    def _on_gain(self) -> None:
        # Asked for anew by every step of the slider, the newest wins.
        if self._kind.currentData():
            self._tell_difference()

    @Slot()
    def _tell_histograms(self) -> None:
        self.histograms_changed.emit(self._histograms.currentData())

    @Slot()
    def _tell_pair(self) -> None:
        self.pair_changed.emit(self._left.currentData(), self._right.currentData())

    def _show_difference_controls(self) -> None:
        differs = bool(self._kind.currentData())
        self._base.setVisible(differs)
        self._gain.setVisible(differs)

    def _connect(self) -> None:
        self._kind.activated.connect(self._tell_difference)
        self._base.activated.connect(self._tell_difference)
        self._gain.slider.valueChanged.connect(self._on_gain)
        self._histograms.activated.connect(self._tell_histograms)
        self._left.activated.connect(self._tell_pair)
        self._right.activated.connect(self._tell_pair)

    def _lay_out(self) -> None:
        between = QVBoxLayout(self._pair)
        between.setContentsMargins(0, 0, 0, 0)
        between.setSpacing(2 * GRID)
        for widget in (section(tr("Slider between")), self._left, self._right):
            between.addWidget(widget)
        self._pair.hide()
        groups: tuple[tuple[QWidget, ...], ...] = (
            (section(tr("Methods")), self.methods, self._add, self._compute, self._pair),
            (section(tr("Show")), self._kind, self._base, self._gain, self._histograms),
            (section(tr("Insight")), self.insight),
            (section(tr("Reference")), self.reference),
            (
                self._whose,
                self.figures,
                self._use,
                wrapped("quiet", tr("Click a view for its figures, or Alt+1, …")),
            ),
        )
        self._below = [part for group in groups for part in group if part is not self.methods]
        for group in groups:
            for part in group:
                self.column.addWidget(part)
            self.column.addSpacing(3 * GRID)
        self.column.addStretch(1)


def _fill(box: ChoiceBox, entries: Sequence[tuple[str, object]], chosen: object) -> None:
    standing = [(box.itemText(place), box.itemData(place)) for place in range(box.count())]
    if standing != list(entries):
        box.clear()
        for words, data in entries:
            box.addItem(words, data)
    box.setCurrentIndex(max(0, box.findData(chosen)))

"""The switch for what the network looks at, and all that belongs to it while it is on."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from mirnet_gui.compare.insight_pictures import OPACITY, MapPicture, colour_scale
from mirnet_gui.compare.insight_views import InsightKey
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.parameters import Parameter
from mirnet_gui.ui.action_table import ActionName
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.compare.insight_words import end_of, meaning_of, paper_name, words_of
from mirnet_gui.ui.compare.insights import InsightState
from mirnet_gui.ui.compare.stream_bars import StreamBars
from mirnet_gui.ui.theme.tokens import GRID, Tokens
from mirnet_gui.ui.viewer.picture_layer import copied_image
from mirnet_gui.ui.widgets.buttons import ActionCheckBox
from mirnet_gui.ui.widgets.choice_box import ChoiceBox
from mirnet_gui.ui.widgets.labelled_slider import LabelledSlider
from mirnet_gui.ui.widgets.labels import label, wrapped

_SHADES, _SCALE_HEIGHT = 256, 10
_OPACITY = Parameter(
    label=mark("Opacity"),
    minimum=0.0,
    maximum=1.0,
    step=0.05,
    unit="",
    tooltip=mark("How much of the map is seen, and how little of the picture below it."),
)


class InsightPanel(QWidget):
    """Shows the state it is given; what the hand changes goes out by signals."""

    chosen = Signal(object)
    """:class:`mirnet_gui.compare.insight_views.InsightKey`."""
    opacity_changed = Signal(float)

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._switch = ActionCheckBox(actions[ActionName.INSIGHT])
        self._reason = wrapped("quiet")
        self._whose = wrapped("quiet")
        self._part = ChoiceBox(tr("Part of the network"))
        self._part.give_way()
        self._name = wrapped("quiet")
        self._scale = _ColourScale()
        self._meaning = wrapped("quiet")
        self._opacity = LabelledSlider(_OPACITY, OPACITY)
        self._weighed = wrapped("", tr("How its block weighs the streams"))
        self._bars = StreamBars()
        # Qt would make lists of them, and not tell them apart from each other.
        self._keys: list[InsightKey] = []
        self._shown: tuple[QWidget, ...] = (
            self._part,
            self._name,
            self._scale,
            self._meaning,
            self._opacity,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for part in (
            self._switch,
            self._whose,
            self._reason,
            *self._shown,
            self._weighed,
            self._bars,
        ):
            column.addWidget(part)
        self._part.activated.connect(self._on_part)
        self._opacity.value_changed.connect(self.opacity_changed)
        self.show_state(InsightState())

    @property
    def part_box(self) -> ChoiceBox:
        """Which unit is shown, or light's map."""
        return self._part

    @property
    def opacity(self) -> LabelledSlider:
        """How much of the map is seen."""
        return self._opacity

    @property
    def bars(self) -> StreamBars:
        """How the streams are weighted."""
        return self._bars

    @property
    def text(self) -> str:
        """What is said: why there is nothing, or what the colours mean and the paper's name."""
        words = (self._whose, self._reason, self._name, self._meaning)
        return "\n".join(each.text() for each in words if not each.isHidden())

    def show_state(self, state: InsightState) -> None:
        """Show ``state``."""
        chosen = state.chosen
        self._whose.setText(state.whose)
        self._whose.setVisible(bool(state.whose))
        self._reason.setText(state.reason)
        self._reason.setVisible(bool(state.reason))
        for part in self._shown:
            part.setVisible(chosen is not None)
        fusion = None if chosen is None else chosen.view.fusion
        self._weighed.setVisible(fusion is not None)
        self._bars.setVisible(fusion is not None)
        if chosen is None:
            return
        self._fill(state)
        self._name.setText(paper_name(chosen.view.place))
        self._name.setVisible(chosen.view.place is not None)
        self._scale.show_ends(chosen.view.picture)
        self._meaning.setText(meaning_of(chosen))
        if fusion is not None:
            self._bars.show_weights(fusion)

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._part.apply_theme(tokens)
        self._bars.apply_theme(tokens)

    def _fill(self, state: InsightState) -> None:
        entries = [(words_of(each, state.offered), each.view) for each in state.offered]
        standing = [self._part.itemText(place) for place in range(self._part.count())]
        if standing != [words for words, _ in entries]:
            self._part.clear()
            for words, view in entries:
                self._part.addItem(words)
                tip, role = paper_name(view.place), Qt.ItemDataRole.ToolTipRole
                self._part.setItemData(self._part.count() - 1, tip, role)
        self._keys = [view.key for _, view in entries]
        if state.chosen is not None:
            self._part.setCurrentIndex(self._keys.index(state.chosen.view.key))

    @Slot()
    def _on_part(self) -> None:
        self.chosen.emit(self._keys[self._part.currentIndex()])


class _ColourScale(QWidget):
    """The colours of a map, with what stands at their ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high = label("quiet"), label("quiet")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID // 2)
        grid.addWidget(_Gradient(), 0, 0, 1, 2)
        grid.addWidget(self._low, 1, 0)
        grid.addWidget(self._high, 1, 1, Qt.AlignmentFlag.AlignRight)

    def show_ends(self, picture: MapPicture) -> None:
        """Say what the colours of ``picture`` stand for."""
        self._low.setText(end_of(picture, high=False))
        self._high.setText(end_of(picture, high=True))


class _Gradient(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._image: QImage = copied_image(colour_scale(_SHADES))
        self.setFixedHeight(_SCALE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(_SHADES, _SCALE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QRect(0, 0, self.width(), self.height()), self._image)
        painter.end()

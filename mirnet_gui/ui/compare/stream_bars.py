"""How a block weighs its streams: a bar for each."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from mirnet_gui.formatting import percent, separated
from mirnet_gui.inference.insight import FusionWeights
from mirnet_gui.language import tr
from mirnet_gui.ui.compare.insight_words import stream_name
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.labels import label

_BAR_HEIGHT, _THICKNESS = 12, 6.0
_TICK = 3.0


class StreamBars(QWidget):
    """Names at the left, shares at the right; a thin line tells how far channels are from them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(GRID)
        self._grid.setColumnStretch(1, 1)
        self._rows: list[tuple[QLabel, _Bar, QLabel]] = []
        self._tokens = DARK
        self.setAccessibleName(tr("Weights of the streams"))

    @property
    def shares(self) -> list[str]:
        """What stands beside the bars."""
        return [share.text() for _, bar, share in self._rows if not bar.isHidden()]

    def show_weights(self, fusion: FusionWeights) -> None:
        """A bar for each stream of ``fusion``."""
        while len(self._rows) < len(fusion.means):
            self._add_row()
        pairs = list(zip(fusion.means, fusion.spreads, strict=True))
        for number, row in enumerate(self._rows):
            for part in row:
                part.setVisible(number < len(pairs))
            if number < len(pairs):
                mean, spread = pairs[number]
                row[1].show_share(mean, spread)
                row[2].setText(percent(mean))
        told = [f"{stream_name(number)}: {percent(mean)}" for number, (mean, _) in enumerate(pairs)]
        self.setAccessibleDescription(separated(told))
        self.setToolTip(
            tr(
                "Streams see the photograph at several sizes, and each block adds them up by these "
                "shares: the means of all channels. The thin line reaches one standard deviation "
                "to both sides. In the paper: RRG {group}, MRB {block}, closing SKFF.",
                group=fusion.place.group,
                block=fusion.place.block,
            )
        )

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        for _, bar, _ in self._rows:
            bar.apply_theme(tokens)

    def _add_row(self) -> None:
        number = len(self._rows)
        name, bar, share = label("quiet", stream_name(number)), _Bar(), label("")
        share.setMinimumWidth(share.fontMetrics().horizontalAdvance(percent(1.0)))
        bar.apply_theme(self._tokens)
        self._grid.addWidget(name, number, 0)
        self._grid.addWidget(bar, number, 1)
        self._grid.addWidget(share, number, 2, Qt.AlignmentFlag.AlignRight)
        self._rows.append((name, bar, share))


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._mean, self._spread = 0.0, 0.0
        self._tokens = DARK
        self.setFixedHeight(_BAR_HEIGHT)

    def show_share(self, mean: float, spread: float) -> None:
        self._mean, self._spread = mean, spread
        self.update()

    def apply_theme(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, radius = self.height() / 2, _THICKNESS / 2
        for share, colour in ((1.0, self._tokens.groove), (self._mean, self._tokens.accent)):
            painter.setBrush(QColor(colour))
            bar = QRectF(0, middle - radius, self.width() * share, _THICKNESS)
            painter.drawRoundedRect(bar, radius, radius)
        painter.setPen(QPen(QColor(self._tokens.text), 1.0))
        ends = (max(self._mean - self._spread, 0.0), min(self._mean + self._spread, 1.0))
        low, high = (round(end * (self.width() - 1)) + 0.5 for end in ends)
        painter.drawLine(QPointF(low, middle), QPointF(high, middle))
        for at in (low, high):
            painter.drawLine(QPointF(at, middle - _TICK), QPointF(at, middle + _TICK))
        painter.end()

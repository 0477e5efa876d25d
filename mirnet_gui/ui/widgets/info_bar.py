"""A message over the page that blocks nothing: a sentence, a hint, and a way to close it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui.escaping import printable
from mirnet_gui.language import tr
from mirnet_gui.ui.model.message import Answer, Message, MessageKind
from mirnet_gui.ui.theme.icons import Glyph, icon
from mirnet_gui.ui.theme.tokens import DARK, GRID, Tokens
from mirnet_gui.ui.widgets.labels import wrapped

_WIDEST = 620
_DONE_MS = 8000
_GLYPHS = {
    MessageKind.FAILED: Glyph.FAILED,
    MessageKind.DONE: Glyph.DONE,
    MessageKind.NOTE: Glyph.NOTE,
}


class InfoBar(QFrame):
    """Floats at the top of its parent; good news leaves by itself, bad news and questions wait.

    What comes while one of these stands is shown after it, so that none is lost unseen. ``at_foot``
    puts it where lists have less to show.
    """

    def __init__(self, parent: QWidget, *, at_foot: bool = False) -> None:
        super().__init__(parent)
        self._at_foot = at_foot
        self.setObjectName("infoBar")
        self._page = parent
        self._tokens = DARK
        self._message: Message | None = None
        self._waiting: list[Message] = []
        self._answers: list[QPushButton] = []
        self._glyph = QLabel()
        self._sentence = wrapped("title")
        self._sentence.setObjectName("sentence")
        self._hint = wrapped("quiet")
        for words in (self._sentence, self._hint):
            # A file may be called as a tag of HTML.
            words.setTextFormat(Qt.TextFormat.PlainText)
        self._folder = QPushButton(tr("Show in folder"))
        self._folder.setProperty("kind", "small")
        self._folder.clicked.connect(self._show_folder)
        self._close = QToolButton()
        self._close.setProperty("kind", "ghost")
        self._close.setAccessibleName(tr("Dismiss"))
        self._close.setToolTip(tr("Dismiss (Esc)"))
        self._close.clicked.connect(self.dismiss)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.setGraphicsEffect(_shadow(self))
        self._row = QHBoxLayout(self)
        self._lay_out()
        parent.installEventFilter(self)
        self.hide()

    @property
    def message(self) -> Message | None:
        """What is being said, None when nothing is."""
        return None if self.isHidden() else self._message

    def say(self, message: Message) -> None:
        """Show ``message``, after what must be seen before it."""
        standing = self.message
        if standing is None or not standing.must_be_seen:
            self._show(message)
        elif message.kind is MessageKind.DONE:
            # Somebody saved or copied meanwhile, and looks for word of that.
            if standing.answers:
                self._waiting.insert(0, standing)
            self._show(message)
        elif message != standing and message not in self._waiting:
            self._waiting.append(message)

    @Slot()
    def clear(self) -> None:
        """Take everything away: what was said is history."""
        self._waiting.clear()
        self.dismiss()

    def withdraw(self, message: Message) -> None:
        """Take ``message`` away, wherever it stands: somebody answered it elsewhere."""
        self._waiting = [each for each in self._waiting if each != message]
        if self.message == message:
            self.dismiss()

    def _show(self, message: Message) -> None:
        self._message = message
        self.setProperty("kind", message.kind.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sentence.setText(printable(message.sentence))
        self._hint.setText(printable(message.hint))
        self._hint.setVisible(bool(message.hint))
        self._folder.setVisible(message.file is not None)
        self._offer(message.answers)
        self.apply_theme(self._tokens)
        self._timer.stop()
        if message.kind is MessageKind.DONE:
            self._timer.start(_DONE_MS)
        self.setAccessibleName(f"{self._sentence.text()} {self._hint.text()}".strip())
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    @Slot()
    def dismiss(self) -> None:
        """Take the message away; the next one comes, if one waits."""
        self._timer.stop()
        self.hide()
        if self._waiting:
            self._show(self._waiting.pop(0))

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._tokens = tokens
        self._close.setIcon(icon(Glyph.CLOSE, tokens.quiet))
        if self._message is None:
            return
        colours = {MessageKind.FAILED: tokens.failed, MessageKind.DONE: tokens.done}
        colour = colours.get(self._message.kind, tokens.accent_line)
        self._glyph.setPixmap(icon(_GLYPHS[self._message.kind], colour).pixmap(QSize(22, 22)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the page changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    @Slot()
    def _show_folder(self) -> None:
        if self._message is not None and self._message.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._message.file.parent)))

    def _offer(self, answers: Sequence[Answer]) -> None:
        for button in self._answers:
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._answers = [self._button(answer) for answer in answers]
        for place, button in enumerate(self._answers):
            button.setObjectName(f"answer{place}")
            self._buttons.addWidget(button)
            # By itself it is shown later where the bar stands already: it would have no room.
            button.show()

    def _button(self, answer: Answer) -> QPushButton:
        button = QPushButton(answer.text)
        button.setProperty("kind", "small")
        button.setCursor(Qt.CursorShape.PointingHandCursor)

        def give() -> None:
            self.dismiss()
            answer.do()

        button.clicked.connect(give)
        return button

    def _place(self) -> None:
        room = self._page.width()
        width = max(280, min(_WIDEST, room - 8 * GRID))
        self.setFixedWidth(width)
        self._row.activate()
        self.resize(width, self._row.totalHeightForWidth(width))
        top = self._page.height() - self.height() - 4 * GRID if self._at_foot else 4 * GRID
        self.move((room - width) // 2, top)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(GRID // 2)
        words.addWidget(self._sentence)
        words.addWidget(self._hint)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(2 * GRID)
        # Below the words, where three of them have room in a narrow window too.
        below = QHBoxLayout()
        below.addLayout(self._buttons)
        below.addStretch(1)
        words.addLayout(below)
        row = self._row
        row.setContentsMargins(4 * GRID, 3 * GRID, 2 * GRID, 3 * GRID)
        row.setSpacing(3 * GRID)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._folder, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)


def _shadow(bar: QWidget) -> QGraphicsDropShadowEffect:
    shadow = QGraphicsDropShadowEffect(bar)
    shadow.setBlurRadius(28)
    shadow.setOffset(0, 4)
    shadow.setColor(QColor(0, 0, 0, 110))
    return shadow

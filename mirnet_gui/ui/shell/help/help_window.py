"""Help in a window beside the window: contents and search at the left, the text at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QUrl, Slot
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QGuiApplication,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextImageFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from mirnet_gui import locations
from mirnet_gui.language import spoken_language, tr
from mirnet_gui.ui.actions import Actions
from mirnet_gui.ui.shell.help.help_page import HelpPage, help_pages
from mirnet_gui.ui.shell.help.keys import keys_page
from mirnet_gui.ui.theme.tokens import GRID, Tokens

KEYS: Final = "keys"
"""The page that lists all keys."""

PICTURES: Final = "pictures"
"""Where the pages of help have their pictures, beside the folders of their languages."""
PICTURE_WIDTH: Final = 470
"""Logical pixels: the text is as wide in a window that was just opened."""

_SIZE: Final = QSize(830, 640)
_LIST_WIDTH: Final = 250
_PLACE: Final = int(Qt.ItemDataRole.UserRole)
_MARGIN: Final = 14.0


class HelpWindow(QDialog):
    """Stays beside the window while one works there; ``path_of`` is where actions are found."""

    def __init__(
        self,
        actions: Actions,
        path_of: Callable[[], Mapping[str, Sequence[str]]],
        tokens: Tokens,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help"))
        self._actions = actions
        self._path_of = path_of
        self._tokens = tokens
        self._pages: dict[str, HelpPage] = {}
        self._shown = ""
        self._picture_at: int | None = None
        self._search = QLineEdit()
        self._search.setPlaceholderText(tr("Search in help"))
        self._search.setAccessibleName(tr("Search in help"))
        self._search.setClearButtonEnabled(True)
        self._contents = QListWidget()
        self._contents.setObjectName("sideList")
        self._contents.setAccessibleName(tr("Contents"))
        self._contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text = QTextBrowser()
        self._text.setObjectName("helpText")
        self._text.setAccessibleName(tr("Help"))
        self._text.setOpenLinks(False)
        self._text.setTabChangesFocus(True)
        self._text.document().setDocumentMargin(_MARGIN)
        # One that came with the text would take its room from a picture that is fitted by then.
        self._text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._text.viewport().installEventFilter(self)
        self._lay_out()
        self.resize(_SIZE)
        self._search.textChanged.connect(self._on_search)
        self._contents.currentItemChanged.connect(self._on_item)
        self._text.anchorClicked.connect(self._on_link)

    @property
    def shown_page(self) -> str:
        """The name of the page that is shown."""
        return self._shown

    def show_page(self, name: str) -> None:
        """Open the window with the page called ``name``, or the first where there is none."""
        self._load()
        self._search.clear()
        self._fill([])
        self._select(name if name in self._pages else next(iter(self._pages)), 0)
        if not self.isVisible():
            self._move_beside()
        self.show()
        self.raise_()
        self.activateWindow()
        self._text.setFocus()

    @Slot(object)
    def apply_theme(self, tokens: Tokens) -> None:
        """Follow the theme: links have its colours."""
        self._tokens = tokens
        shown, self._shown = self._shown, ""
        if shown:
            self._show_text(shown)

    def _load(self) -> None:
        """Read the texts anew: what actions are called may have changed."""
        pages = help_pages(spoken_language(), self._actions)
        keys = HelpPage(KEYS, keys_page(self._actions, self._path_of()))
        self._pages = {page.name: page for page in (*pages, keys)}
        self._shown = ""

    @Slot(str)
    def _on_search(self, text: str) -> None:
        words = text.casefold().split()
        self._fill(words)
        for line in range(self._contents.count()):
            if self._contents.item(line).flags() & Qt.ItemFlag.ItemIsSelectable:
                self._contents.setCurrentRow(line)
                break
        self._highlight(words)

    def _fill(self, words: list[str]) -> None:
        """List the sections that have all ``words``, below their pages; all without words."""
        self._contents.blockSignals(True)
        self._contents.clear()
        for page in self._pages.values():
            hits = [at for at, section in enumerate(page.sections) if section.has(words)]
            if not hits:
                continue
            # The title leads to the page where its beginning is among what was found.
            self._contents.addItem(_line(page, 0, is_link=0 in hits))
            for at in hits:
                if at:
                    self._contents.addItem(_line(page, at, is_link=True))
        if not self._contents.count():
            nothing = QListWidgetItem(tr("Nothing was found."))
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._contents.addItem(nothing)
        self._contents.blockSignals(False)

    def _select(self, name: str, section: int) -> None:
        for line in range(self._contents.count()):
            if self._contents.item(line).data(_PLACE) == (name, section):
                self._contents.setCurrentRow(line)

    @Slot(QListWidgetItem)
    def _on_item(self, item: QListWidgetItem | None) -> None:
        place = None if item is None else item.data(_PLACE)
        if place is None:
            return
        name, section = place
        self._show_text(name)
        self._scroll_to(self._pages[name].sections[section].heading)
        self._highlight(self._search.text().casefold().split())

    def _show_text(self, name: str) -> None:
        if name != self._shown:
            self._shown = name
            self._picture_at = None
            self._text.setMarkdown(self._pages[name].text)
            picture = locations.resources() / "help" / PICTURES / f"{name}.jpg"
            if picture.is_file():
                self._show_below_title(picture, self._pages[name].title)

    def _show_below_title(self, picture: Path, title: str) -> None:
        shown = QTextImageFormat()
        shown.setName(QUrl.fromLocalFile(str(picture)).toString())
        words = tr("{page}, as the window shows it", page=title)
        shown.setProperty(QTextFormat.Property.ImageAltText, words)
        cursor = QTextCursor(self._text.document().firstBlock())
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        plain = QTextBlockFormat()
        plain.setBottomMargin(_MARGIN)
        cursor.insertBlock(plain)
        self._picture_at = cursor.position()
        cursor.insertImage(shown)
        self._fit_picture()

    def _fit_picture(self) -> None:
        """As wide as it is made for, or as there is room."""
        if self._picture_at is None:
            return
        room = self._text.viewport().width() - round(2 * _MARGIN)
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(self._picture_at)
        cursor.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor
        )
        fitting = cursor.charFormat().toImageFormat()
        fitting.setWidth(max(min(PICTURE_WIDTH, room), 1))
        cursor.setCharFormat(fitting)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The text has another width, with the window's or because of a scroll bar."""
        if event.type() == QEvent.Type.Resize:
            self._fit_picture()
        return super().eventFilter(watched, event)

    def _scroll_to(self, heading: str) -> None:
        block = self._text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text().strip() == heading:
                box = self._text.document().documentLayout().blockBoundingRect(block)
                self._text.verticalScrollBar().setValue(round(box.top() - _MARGIN))
                return
            block = block.next()

    def _highlight(self, words: list[str]) -> None:
        marks: list[QTextEdit.ExtraSelection] = []
        for word in words:
            cursor = QTextCursor(self._text.document())
            while True:
                cursor = self._text.document().find(word, cursor, QTextDocument.FindFlag(0))
                if cursor.isNull():
                    break
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor
                mark.format.setBackground(QColor(self._tokens.accent))
                mark.format.setForeground(QColor(self._tokens.accent_text))
                marks.append(mark)
        self._text.setExtraSelections(marks)

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        if url.isRelative():
            self._search.clear()
            self._select(url.path().removesuffix(".md"), 0)
        else:
            QDesktopServices.openUrl(url)

    def _move_beside(self) -> None:
        """Where the window has room beside it, else over its right half."""
        parent = self.parentWidget()
        if parent is None:
            return
        window = parent.window()
        screen = QGuiApplication.screenAt(window.geometry().center()) or window.screen()
        room = screen.availableGeometry()
        self.resize(self.size().boundedTo(room.size()))
        left = min(window.frameGeometry().right(), room.right() - self.width())
        self.move(QPoint(max(room.left(), left), max(room.top(), window.y())))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(3 * GRID)
        left.addWidget(self._search)
        left.addWidget(self._contents, 1)
        self._search.setFixedWidth(_LIST_WIDTH)
        self._contents.setFixedWidth(_LIST_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        row.setSpacing(3 * GRID)
        row.addLayout(left)
        row.addWidget(self._text, 1)


def _line(page: HelpPage, section: int, *, is_link: bool) -> QListWidgetItem:
    heading = page.sections[section].heading
    item = QListWidgetItem(f"    {heading}" if section else heading)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, heading)
    item.setToolTip(heading)
    if is_link:
        item.setData(_PLACE, (page.name, section))
    else:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    if not section:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item

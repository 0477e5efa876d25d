"""Questions for files and folders that block nothing; the answer comes later, or never."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from mirnet_gui.language import tr
from mirnet_gui.photo.formats import READ_EXTENSIONS


def open_dialog(dialog: QDialog) -> None:
    """Show ``dialog`` over its window; it goes when it is closed."""
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def ask_for_photographs(
    parent: QWidget, title: str, answer: Callable[[list[Path]], None], folder: Path
) -> None:
    """Ask for photographs, beginning in ``folder``."""
    dialog = _for_photographs(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setDirectory(str(folder))
    dialog.filesSelected.connect(lambda names: answer([Path(name) for name in names]))
    open_dialog(dialog)


def ask_for_photograph(parent: QWidget, title: str, answer: Callable[[Path], None]) -> None:
    """Ask for one photograph."""
    _ask_for_one(_for_photographs(parent, title), QFileDialog.FileMode.ExistingFile, answer)


def ask_for_file(
    parent: QWidget, title: str, answer: Callable[[Path], None], start: str = ""
) -> None:
    """Ask for a file of any kind."""
    mode = QFileDialog.FileMode.ExistingFile
    _ask_for_one(QFileDialog(parent, title, start), mode, answer)


def ask_for_folder(
    parent: QWidget, title: str, answer: Callable[[Path], None], start: str = ""
) -> QFileDialog:
    """Ask for a folder."""
    mode = QFileDialog.FileMode.Directory
    return _ask_for_one(QFileDialog(parent, title, start), mode, answer)


def _ask_for_one(
    dialog: QFileDialog, mode: QFileDialog.FileMode, answer: Callable[[Path], None]
) -> QFileDialog:
    dialog.setFileMode(mode)
    dialog.fileSelected.connect(lambda name: answer(Path(name)))
    open_dialog(dialog)
    return dialog


def _for_photographs(parent: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    patterns = " ".join(f"*{extension}" for extension in READ_EXTENSIONS)
    dialog.setNameFilters([tr("Photographs ({patterns})", patterns=patterns), tr("All files (*)")])
    return dialog

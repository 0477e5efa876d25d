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
    parent: QWidget,
    title: str,
    answer: Callable[[Path], None],
    start: str = "",
    kind: str = "",
) -> None:
    """Ask for a file, of any kind or of the ``kind`` "Name (*.extension)"."""
    mode = QFileDialog.FileMode.ExistingFile
    dialog = QFileDialog(parent, title, start)
    if kind:
        dialog.setNameFilters([kind, tr("All files (*)")])
    _ask_for_one(dialog, mode, answer)


def ask_for_new_file(
    parent: QWidget, title: str, answer: Callable[[Path], None], start: Path
) -> None:
    """Ask where a file is to be written, proposing ``start``; one that stands is asked about."""
    dialog = QFileDialog(parent, title, str(start.parent))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(start.suffix.lstrip("."))
    dialog.selectFile(start.name)
    _ask_for_one(dialog, QFileDialog.FileMode.AnyFile, answer)


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

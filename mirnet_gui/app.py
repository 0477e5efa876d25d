"""The composition root: makes the parts, puts them together, runs the window."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from mirnet_gui import locations
from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.escaping import printable
from mirnet_gui.inference.preloading import preload_torch
from mirnet_gui.jobs.loading import loading
from mirnet_gui.kept.open_list import OpenList
from mirnet_gui.language import VARIABLE
from mirnet_gui.logs import start_log, stop_log
from mirnet_gui.settings import Settings, load_settings
from mirnet_gui.ui.qt_check import check_qt, no_screen, reported_before_qt_aborts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mirnet_gui.jobs.runner import JobRunner
    from mirnet_gui.jobs.runners import Runners
    from mirnet_gui.network.catalog import WeightsEntry
    from mirnet_gui.ui.model.message import Message
    from mirnet_gui.ui.model.model import Model
    from mirnet_gui.ui.page import Context, Page
    from mirnet_gui.ui.shell.main_window import MainWindow

_log = logging.getLogger(__name__)

_LONGEST_WAIT_FOR_PAINT = 300
"""Milliseconds: a desktop need not ever show the window, for example a minimized one."""


Opened = Callable[["MainWindow"], None]


def open_window(paths: list[Path], opened: Opened | None = None) -> int:
    """Show the window with ``paths`` (files or folders) and run it; gives back the exit code.

    That of a cancel (130) when a signal has closed it. ``opened`` is the first thing that is
    called with the window once all its pages are there and it listens.
    """
    handler = start_log(locations.logs())
    try:
        check_qt()
        _import_torch_first_on_windows()
        return _run_until_closed(paths, opened)
    except Cancelled as error:
        _complain(error)
        return error.exit_code
    except MirnetGuiError as error:
        _log.error("%s", error)
        _complain(error)
        return error.exit_code
    finally:
        gc.unfreeze()
        stop_log(handler)


def _run_until_closed(paths: list[Path], opened: Opened | None) -> int:
    named = os.environ.get(VARIABLE)
    before: OpenList | None = OpenList()
    code = 0
    while before is not None:
        with ExitStack() as start:
            start.enter_context(loading())
            code, before = _run(paths, before, start, opened)
        paths, opened = [], None
        gc.unfreeze()
        if named is None:
            # Set by the window for its children; the next one chooses anew.
            os.environ.pop(VARIABLE, None)
    return code


def _run(
    paths: list[Path], before: OpenList, start: ExitStack, opened: Opened | None
) -> tuple[int, OpenList | None]:
    """Gives back the exit code, and what was open in a window that is to come back."""
    from PySide6.QtCore import Qt, QTimer

    from mirnet_gui.jobs.runners import Runners
    from mirnet_gui.ui.model.errands import Errands
    from mirnet_gui.ui.page import Context
    from mirnet_gui.ui.shell.last_resort import LastResort
    from mirnet_gui.ui.shell.main_window import MainWindow
    from mirnet_gui.ui.shell.speech import speak
    from mirnet_gui.ui.shell.termination import Termination
    from mirnet_gui.ui.theme.theme import Theme

    application = _application()
    settings = load_settings(locations.settings_file())
    speak(application, settings.language)
    runners = Runners()
    shared = runners.for_work()
    model, greeting = _model(shared, runners.new(), settings)
    theme = Theme(application, model.preferences.settings.theme)
    window = MainWindow(model, theme, Errands.over(runners.errands, model, locations.logs()))
    termination = Termination(window)
    termination.asked.connect(window.close_unasked, Qt.ConnectionType.QueuedConnection)
    last_resort = LastResort(window)
    last_resort.message.connect(window.say)
    context = Context.over(model, window.actions_table, window.menu, shared, runners.for_work)
    pages: list[Page] = []
    code, left = 0, None
    try:
        _show(window, context, pages)
        if opened is not None:
            # Before anything that follows can tell of itself.
            QTimer.singleShot(0, window, partial(opened, window))
        if greeting is not None:
            window.say(greeting)
        model.begin([path.absolute() for path in paths], before)
        window.begin()
        for page in pages:
            page.begin()
        start.close()
        # It may have been closed while the pages came.
        if window.isVisible():
            code = application.exec()
        left = model.last.now if window.comes_back else None
    finally:
        _stop(pages, model, runners)
        was_asked = termination.was_asked
        termination.restore()
        last_resort.restore()
        _delete(window, theme)
    if was_asked:
        raise Cancelled
    return code, left


def _stop(pages: list[Page], model: Model, runners: Runners) -> None:
    for page in pages:
        page.stop()
    model.stop()
    runners.shutdown()
    for page in pages:
        page.release()


def _pages(context: Context) -> Iterator[Page]:
    """In the order of the rail; each is loaded when it is asked for."""
    from mirnet_gui.ui.enhance.assembly import enhance_page

    yield enhance_page(context)

    from mirnet_gui.ui.compare.assembly import compare_page

    yield compare_page(context)

    from mirnet_gui.ui.batch.assembly import batch_page

    yield batch_page(context)

    from mirnet_gui.ui.train.assembly import train_page

    yield train_page(context)


def _show(window: MainWindow, context: Context, pages: list[Page]) -> None:
    """Add ``pages`` as they are loaded; the first is seen while the others come."""
    for page in _pages(context):
        pages.append(page)
        window.add_page(page)
        if len(pages) == 1:
            _show_at_once(window)


def _show_at_once(window: MainWindow) -> None:
    from PySide6.QtCore import QDeadlineTimer, QEventLoop
    from PySide6.QtWidgets import QApplication

    window.show()
    handle, limit = window.windowHandle(), QDeadlineTimer(_LONGEST_WAIT_FOR_PAINT)
    nothing_asked = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
    while not handle.isExposed() and not limit.hasExpired():
        QApplication.processEvents(nothing_asked)
    QApplication.processEvents(nothing_asked)


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication

    existing = QApplication.instance()
    with reported_before_qt_aborts(_complain):
        application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    if not application.screens():
        # A frame buffer that is not there is no error to Qt.
        raise no_screen()
    application.setApplicationName("mirnet-gui")
    application.setApplicationDisplayName("MIRNet GUI")
    application.setDesktopFileName("mirnet-gui")
    return application


def _model(runner: JobRunner, clerk: JobRunner, settings: Settings) -> tuple[Model, Message | None]:
    """What the pages share, and what the user has to know from the start, if anything."""
    from mirnet_gui.network.catalog import list_weights
    from mirnet_gui.ui.model.message import Message, MessageKind
    from mirnet_gui.ui.model.model import Model
    from mirnet_gui.ui.model.preferences import Preferences

    greeting = None
    weights: tuple[WeightsEntry, ...] = ()
    try:
        weights = tuple(list_weights())
    except MirnetGuiError as error:
        _log.error("%s", error)
        greeting = Message(MessageKind.FAILED, error.sentence, error.hint)
    names = [entry.name for entry in weights]
    if names and settings.model not in names:
        settings = replace(settings, model=names[0])
    preferences = Preferences(settings, locations.settings_file())
    return Model.over(runner, preferences, weights, _list_devices, clerk), greeting


def _list_devices() -> tuple[tuple[str, str], ...]:
    preload_torch()
    from mirnet_gui.inference.devices import list_devices

    return tuple((device.id, device.name) for device in list_devices())


def _delete(window: MainWindow, theme: object) -> None:
    """Delete now what Qt would delete some time later."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    window.deleteLater()
    if isinstance(theme, QObject):
        theme.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _import_torch_first_on_windows() -> None:
    # Once Qt's libraries are loaded, torch's own do not load any more (pytorch#166628).
    if sys.platform == "win32":
        importlib.import_module("torch")


def _complain(error: MirnetGuiError) -> None:
    # A windowed Windows build has no stderr.
    if sys.stderr is not None:
        sys.stderr.write(f"mirnet-gui: {printable(error)}\n")
        sys.stderr.flush()

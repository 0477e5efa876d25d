"""The composition root: makes the parts, puts them together, runs the window."""

from __future__ import annotations

import importlib
import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mirnet_gui import locations
from mirnet_gui.errors import Cancelled, MirnetGuiError
from mirnet_gui.escaping import printable
from mirnet_gui.logs import start_log, stop_log
from mirnet_gui.settings import load_settings
from mirnet_gui.ui.qt_check import check_qt, no_screen, told_before_qt_aborts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from mirnet_gui.methods.method import Method
    from mirnet_gui.network.catalog import WeightsEntry
    from mirnet_gui.ui.main_window import MainWindow
    from mirnet_gui.ui.services import Services

_log = logging.getLogger(__name__)


def open_window(paths: list[Path]) -> int:
    """Show the window with ``paths`` (files or folders) and run it; gives back the exit code.

    That of a cancel (130) when a signal has closed it.
    """
    handler = start_log(locations.logs())
    try:
        check_qt()
        _import_torch_first_on_windows()
        return _run(paths)
    except Cancelled as error:
        _complain(error)
        return error.exit_code
    except MirnetGuiError as error:
        _log.error("%s", error)
        _complain(error)
        return error.exit_code
    finally:
        stop_log(handler)


def _run(paths: list[Path]) -> int:
    from PySide6.QtCore import Qt  # noqa: PLC0415

    from mirnet_gui.jobs.runner import JobRunner  # noqa: PLC0415
    from mirnet_gui.ui.batch.batch_controller import BatchController  # noqa: PLC0415
    from mirnet_gui.ui.compare.compare_controller import CompareController  # noqa: PLC0415
    from mirnet_gui.ui.developer import Developer  # noqa: PLC0415
    from mirnet_gui.ui.enhance_controller import EnhanceController  # noqa: PLC0415
    from mirnet_gui.ui.last_resort import LastResort  # noqa: PLC0415
    from mirnet_gui.ui.main_window import MainWindow  # noqa: PLC0415
    from mirnet_gui.ui.termination import Termination  # noqa: PLC0415
    from mirnet_gui.ui.theme import Theme  # noqa: PLC0415

    application = _application()
    services = _services()
    theme = Theme(application, services.settings.theme)
    runner = JobRunner()
    controller = EnhanceController(
        runner, services.make_method, services.list_devices, services.settings
    )
    settings = services.settings
    comparison = CompareController(
        runner, _compared(settings.model), locations.rankings(), settings.device
    )
    batches, helper, sketcher = JobRunner(), JobRunner(), JobRunner()
    batch = BatchController(batches, helper, sketcher, locations.journals())
    darkroom = JobRunner()
    developer = Developer(darkroom)
    window = MainWindow(controller, developer, comparison, batch, services, theme)
    termination = Termination(window)
    termination.asked.connect(window.close_unasked, Qt.ConnectionType.QueuedConnection)
    last_resort = LastResort(window)
    last_resort.told.connect(window.say)
    try:
        window.show()
        controller.open([path.absolute() for path in paths])
        batch.look_for_unfinished()
        code: int = application.exec()
    finally:
        developer.drop()
        for each in (runner, darkroom, batches, helper, sketcher):
            each.shutdown()
        batch.close()
        was_asked = termination.was_asked
        termination.restore()
        last_resort.restore()
        _delete(window, theme)
    if was_asked:
        raise Cancelled
    return code


def _application() -> QApplication:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    existing = QApplication.instance()
    with told_before_qt_aborts(_complain):
        application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    if not application.screens():
        # A frame buffer that is not there is no error to Qt.
        raise no_screen()
    application.setApplicationName("mirnet-gui")
    application.setApplicationDisplayName("MIRNet GUI")
    application.setDesktopFileName("mirnet-gui")
    return application


def _services() -> Services:
    from mirnet_gui.ui.message import Message, MessageKind  # noqa: PLC0415
    from mirnet_gui.ui.services import Services  # noqa: PLC0415

    greeting = None
    models: tuple[WeightsEntry, ...] = ()
    try:
        models = _models()
    except MirnetGuiError as error:
        _log.error("%s", error)
        greeting = Message(MessageKind.FAILED, error.sentence, error.hint)
    settings = load_settings(locations.settings_file())
    names = [entry.name for entry in models]
    if names and settings.model not in names:
        settings = replace(settings, model=names[0])
    return Services(
        make_method=_make_method,
        list_devices=_list_devices,
        models=models,
        settings=settings,
        settings_file=locations.settings_file(),
        log_folder=locations.logs(),
        greeting=greeting,
    )


def _models() -> tuple[WeightsEntry, ...]:
    from mirnet_gui.network.catalog import list_weights  # noqa: PLC0415

    return tuple(list_weights())


def _make_method(model: str, device: str) -> Method:
    from mirnet_gui.methods.registry import create_method  # noqa: PLC0415

    return create_method("mirnet", model=model, device=device)


def _compared(model: str) -> list[Method]:
    from mirnet_gui.methods.registry import create_method, parse_methods  # noqa: PLC0415

    return [*parse_methods("he,clahe,lime"), create_method("mirnet", model=model)]


def _list_devices() -> tuple[tuple[str, str], ...]:
    from mirnet_gui.inference.devices import list_devices  # noqa: PLC0415

    return tuple((device.id, device.name) for device in list_devices())


def _delete(window: MainWindow, theme: object) -> None:
    """Delete now what Qt would delete some time later."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject  # noqa: PLC0415

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

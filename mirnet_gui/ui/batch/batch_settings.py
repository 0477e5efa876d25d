"""How a batch is to be done: what is preferred, what the panel says, what the controller does."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from mirnet_gui.ui.batch.batch_controller import BatchController
from mirnet_gui.ui.batch.batch_panel import BatchPanel
from mirnet_gui.ui.model.model import Model


class BatchSettings(QObject):
    """Keeps the three in step."""

    complete_changed = Signal(bool)
    """Whether nothing is missing that a batch needs."""

    def __init__(
        self, panel: BatchPanel, controller: BatchController, shared: Model, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._controller = controller
        self._preferences = shared.preferences
        self._presets = shared.presets
        settings = self._preferences.settings
        panel.recall(settings.batch)
        if not settings.batch:
            panel.suggest_folder(settings.results_folder)
        panel.suggest_name(settings.save_name)
        controller.choose_device(self._preferences.device)
        self._offer_presets()
        self._preferences.changed.connect(self._on_preference)
        self._presets.changed.connect(self._offer_presets)
        panel.presets.opening.connect(self._presets.look)
        panel.changed.connect(self.choose)
        panel.alike_wanted.connect(self._treat_all_alike)
        for changed in (controller.listed.reset, controller.listed.changed):
            changed.connect(self._count_own)
        controller.phase_changed.connect(self._on_phase_changed)
        controller.estimate_changed.connect(self._on_estimate)

    @Slot()
    def choose(self) -> None:
        """Let the controller do what the panel says."""
        method, options = self._panel.method, self._panel.options
        if method is not None and options is not None:
            self._controller.choose(method, options)
        self.complete_changed.emit(method is not None and options is not None)

    def remember(self) -> None:
        """Prefer the next time what is chosen now."""
        remembered = self._panel.remembered()
        if remembered:
            self._preferences.change(batch=remembered)

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        match name:
            case "device":
                self._controller.choose_device(self._preferences.device)
            case "results_folder":
                self._panel.suggest_folder(self._preferences.settings.results_folder)
            case "save_name":
                self._panel.suggest_name(self._preferences.settings.save_name)

    @Slot()
    def _offer_presets(self) -> None:
        self._panel.presets.offer(self._presets.all)

    @Slot()
    def _count_own(self) -> None:
        self._panel.show_own(sum(bool(task.method) for task in self._controller.listed))

    @Slot()
    def _treat_all_alike(self) -> None:
        self._controller.treat_as_all(self._controller.listed.ids)

    @Slot()
    def _on_phase_changed(self) -> None:
        self._panel.allow_changes(not self._controller.has_begun)

    @Slot()
    def _on_estimate(self) -> None:
        if self._controller.has_begun:
            request = self._controller.request
            self._panel.show_options(request.options, request.method)

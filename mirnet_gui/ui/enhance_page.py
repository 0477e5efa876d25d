"""The Enhance page: a photograph before and after, and what can be done about it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPart
from mirnet_gui.jobs.histogram import blended_histogram, histogram
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.photo.srgb import Bytes
from mirnet_gui.quantities import percent
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.actions import ActionName, Actions
from mirnet_gui.ui.developer import Developer
from mirnet_gui.ui.empty_state import EmptyState
from mirnet_gui.ui.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance_state import Activity, Advance, Doing
from mirnet_gui.ui.info_bar import InfoBar
from mirnet_gui.ui.message import Message, MessageKind
from mirnet_gui.ui.services import Services
from mirnet_gui.ui.side_panel import SidePanel
from mirnet_gui.ui.tokens import Tokens
from mirnet_gui.ui.top_bar import TopBar
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.viewer.picture_layer import copied_image
from mirnet_gui.ui.viewer.view_actions import ViewActions
from mirnet_gui.ui.wording import dimensions

_LAYOUTS = {
    ActionName.VIEW_SLIDER: Layout.SLIDER,
    ActionName.VIEW_SIDE_BY_SIDE: Layout.ROW,
    ActionName.VIEW_AFTER: Layout.LAST,
}
_NEED_RESULT = (ActionName.SAVE_AS, ActionName.COPY)


class EnhancePage(QWidget):
    """Puts the parts together and keeps them in step with the controller."""

    model_chosen = Signal(str)

    def __init__(
        self,
        controller: EnhanceController,
        developer: Developer,
        actions: Actions,
        services: Services,
        menu: QMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._developer = developer
        self._actions = actions
        self._active = True
        self._enhanced: EnhancedPhoto | None = None
        self._shot: DevelopedShot | None = None
        self._top = TopBar(actions, menu)
        self._canvas = BeforeAfterCanvas()
        self._view = ViewActions(self._canvas, actions, _LAYOUTS)
        self._view.set_active(True)
        self._empty = EmptyState(actions)
        self._stack = QStackedWidget()
        self._panel = SidePanel(actions, services.models)
        self._panel.hide()
        self._lay_out()
        self._info = InfoBar(self._stack)
        self._connect_controller()
        self._connect_widgets()
        self._connect_actions()
        self._panel.set_model(services.settings.model)
        self._on_choice_shown(controller.choice)
        self._update_actions()

    @property
    def canvas(self) -> BeforeAfterCanvas:
        """Where the photograph is."""
        return self._canvas

    @property
    def panel(self) -> SidePanel:
        """What changes the picture."""
        return self._panel

    @property
    def position(self) -> str:
        """As in "2 of 10"."""
        return self._controller.photos.position

    def set_active(self, active: bool) -> None:
        """Whether this page is the one that is open: nothing is enhanced for one that is not."""
        self._active = active
        self._controller.set_active(active)
        self._view.set_active(active)
        self._update_actions()

    def take_focus(self) -> None:
        """Let keys come here.

        A focus proxy would hide all of the page but its proxy from Tab: Qt takes a widget with a
        proxy in it for one control.
        """
        if self._controller.shown.opened is None:
            self._empty.take_focus()
        else:
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def withdraw(self, message: Message) -> None:
        """Take ``message`` away: it was answered elsewhere."""
        self._info.withdraw(message)

    def say(self, message: Message) -> None:
        """Show a message over the page."""
        self._info.say(message)

    @Slot(object)
    def show_advance(self, advance: Advance) -> None:
        """Say on the picture how far its enhancement is."""
        self._canvas.say_pending(f"Enhancing… {percent(advance.progress.fraction)}")

    @property
    def message(self) -> Message | None:
        """What is being said over the page."""
        return self._info.message

    def dismiss(self) -> None:
        """Take the message away."""
        self._info.dismiss()

    @Slot(object)
    def dress(self, tokens: Tokens) -> None:
        """Follow the theme."""
        self._top.dress(tokens)
        self._panel.dress(tokens)
        self._info.dress(tokens)
        self._canvas.set_tokens(tokens)

    # What the controller tells

    @Slot(object)
    def _on_photo_shown(self, opened: OpenedPhoto) -> None:
        self._forget_result()
        self._canvas.show_picture(opened.picture)
        self._top.show_photo(
            self._controller.shown.name, dimensions(opened.photo.width, opened.photo.height)
        )
        self._panel.show_photo(opened)
        self._panel.histogram.show_before(histogram(opened.picture))
        self._panel.show()
        self._stack.setCurrentWidget(self._canvas)
        self.take_focus()
        self._update_actions()

    @Slot(object, bool)
    def _on_result_shown(self, enhanced: EnhancedPhoto, fresh: bool) -> None:
        self._canvas.show_result(enhanced.finished, reveal=fresh)
        self._develop(enhanced)
        self._update_actions()

    @Slot(object)
    def _on_preview_shown(self, preview: EnhancedPhoto) -> None:
        self._canvas.show_preview(preview.finished)
        self._develop(preview)

    @Slot(object)
    def _on_part_shown(self, part: DisplayPart) -> None:
        self._canvas.show_part(part)
        self._developer.refresh()

    @Slot()
    def _on_result_dropped(self) -> None:
        self._forget_result()
        self._canvas.drop_result()
        self._panel.histogram.show_after(())
        self._update_actions()

    @Slot(object)
    def _on_doing(self, doing: Doing) -> None:
        is_near = doing.activity in (Activity.PREPARING, Activity.PREVIEWING, Activity.ENHANCING)
        self._canvas.say_pending("Enhancing…" if is_near else "Not enhanced")
        self._update_actions()

    @Slot()
    def _on_list_changed(self) -> None:
        self._top.show_position(self._controller.photos.position)
        self._update_actions()

    @Slot(object)
    def _on_copied(self, pixels: Bytes) -> None:
        QGuiApplication.clipboard().setImage(copied_image(pixels))
        self.say(Message(MessageKind.DONE, "The result is on the clipboard."))

    def _develop(self, enhanced: EnhancedPhoto) -> None:
        self._enhanced = enhanced
        self._developer.take(enhanced)

    def _forget_result(self) -> None:
        self._developer.drop()
        self._enhanced = self._shot = None

    @Slot(object)
    def _on_developed(self, shot: DevelopedShot | None) -> None:
        self._shot = shot
        self._canvas.show_developed(shot)
        self._draw_histogram()

    @Slot(object)
    def _on_choice_shown(self, choice: Choice) -> None:
        self._panel.adjustments.show_choice(choice)
        self._canvas.set_strength(choice.strength)
        self._developer.choose(choice)

    def _draw_histogram(self) -> None:
        opened, enhanced = self._controller.shown.opened, self._enhanced
        if opened is None or enhanced is None:
            return
        before = opened.picture.levels[-1]
        after = enhanced.finished.levels[-1] if self._shot is None else self._shot.whole
        strength = self._controller.choice.strength
        self._panel.histogram.show_after(blended_histogram(before, after, strength))

    # What the hand does

    @Slot(object)
    def _on_chosen(self, choice: Choice) -> None:
        self._controller.choose(choice)
        self._canvas.set_strength(choice.strength)
        self._developer.choose(choice)
        self._draw_histogram()

    @Slot(str)
    def _on_model(self, name: str) -> None:
        self._controller.choose_model(name)
        self.model_chosen.emit(name)

    @Slot(object)
    def _on_sample(self, path: Path) -> None:
        self._controller.open([path])

    @Slot()
    def _on_view_changed(self) -> None:
        self._top.show_percent(self._canvas.percent)
        self._controller.look_at(self._canvas.region)
        self._developer.look_at(self._canvas.shot)

    @Slot()
    def _enhance(self) -> None:
        self._controller.enhance()

    @Slot()
    def _previous(self) -> None:
        self._controller.step(-1)

    @Slot()
    def _next(self) -> None:
        self._controller.step(1)

    @Slot()
    def _copy(self) -> None:
        self._controller.copy()

    # Putting together

    def _update_actions(self) -> None:
        shown = self._controller.shown
        for name in _NEED_RESULT:
            self._actions[name].setEnabled(self._active and shown.enhanced is not None)
        self._actions[ActionName.PREVIOUS].setEnabled(self._controller.photos.has_previous)
        self._actions[ActionName.NEXT].setEnabled(self._controller.photos.has_next)
        can_enhance = self._active and self._controller.can_enhance
        self._actions[ActionName.ENHANCE].setEnabled(can_enhance)
        self._panel.offer_enhance(self._controller.can_enhance)

    def _connect_controller(self) -> None:
        controller = self._controller
        controller.photo_shown.connect(self._on_photo_shown)
        controller.choice_shown.connect(self._on_choice_shown)
        controller.result_shown.connect(self._on_result_shown)
        controller.preview_shown.connect(self._on_preview_shown)
        controller.part_shown.connect(self._on_part_shown)
        controller.result_dropped.connect(self._on_result_dropped)
        controller.doing_changed.connect(self._on_doing)
        controller.list_changed.connect(self._on_list_changed)
        controller.copied.connect(self._on_copied)
        controller.told.connect(self.say)
        controller.begun.connect(self._info.clear)

    def _connect_widgets(self) -> None:
        self._canvas.view_changed.connect(self._on_view_changed)
        self._panel.adjustments.changed.connect(self._on_chosen)
        self._developer.developed.connect(self._on_developed)
        self._developer.told.connect(self.say)
        self._panel.model_chosen.connect(self._on_model)
        self._empty.sample_chosen.connect(self._on_sample)

    def _connect_actions(self) -> None:
        handlers = {
            ActionName.ENHANCE: self._enhance,
            ActionName.PREVIOUS: self._previous,
            ActionName.NEXT: self._next,
            ActionName.COPY: self._copy,
        }
        for name, handler in handlers.items():
            self._actions[name].triggered.connect(handler)

    def _lay_out(self) -> None:
        self._stack.setObjectName("pageStack")
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._canvas)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(middle, 1)

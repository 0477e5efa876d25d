"""The Enhance page: a photograph before and after, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Slot

from mirnet_gui.formatting import percent
from mirnet_gui.jobs.developing import DevelopedShot
from mirnet_gui.jobs.display import DisplayPart, DisplayPicture
from mirnet_gui.jobs.histogram import blended_histogram, histogram
from mirnet_gui.jobs.photo_jobs import EnhancedPhoto, OpenedPhoto
from mirnet_gui.language import mark, tr
from mirnet_gui.methods.registry import model_of
from mirnet_gui.photo.photo import Photo
from mirnet_gui.tone.layers import Choice
from mirnet_gui.ui.actions import ActionName
from mirnet_gui.ui.enhance.clipping_warnings import ClippingWarnings
from mirnet_gui.ui.enhance.developer import Developer
from mirnet_gui.ui.enhance.enhance_bar import EnhanceBar
from mirnet_gui.ui.enhance.enhance_controller import EnhanceController
from mirnet_gui.ui.enhance.enhance_panel import EnhancePanel
from mirnet_gui.ui.enhance.history_actions import HistoryActions
from mirnet_gui.ui.enhance.result_actions import ResultActions
from mirnet_gui.ui.enhance.strip_actions import StripActions
from mirnet_gui.ui.model.activity import Activity, Advance
from mirnet_gui.ui.page import Context, PageEntry, ReasonToStay
from mirnet_gui.ui.photograph_page import PhotographPage
from mirnet_gui.ui.theme.icons import Glyph
from mirnet_gui.ui.viewer.before_after_canvas import BeforeAfterCanvas
from mirnet_gui.ui.viewer.layouts import Layout
from mirnet_gui.ui.widgets.filmstrip import Filmstrip
from mirnet_gui.ui.wording import dimensions, unsaved_line

_ENTRY = PageEntry("enhance", mark("Enhance"), mark("Before and after"), Glyph.ENHANCE)
_LAYOUTS = {
    ActionName.VIEW_SLIDER: Layout.SLIDER,
    ActionName.VIEW_SIDE_BY_SIDE: Layout.ROW,
    ActionName.VIEW_AFTER: Layout.LAST,
}
_NEAR_A_RESULT = (Activity.PREPARING, Activity.PREVIEWING, Activity.ENHANCING)


class EnhancePage(PhotographPage[BeforeAfterCanvas]):
    """Puts the parts together and keeps them in step with the controller."""

    def __init__(
        self,
        context: Context,
        controller: EnhanceController,
        developer: Developer,
        closeup: Developer,
        strip: Filmstrip,
    ) -> None:
        super().__init__(_ENTRY, context, controller, BeforeAfterCanvas(), _LAYOUTS)
        self._controller = controller
        self._developer, self._closeup = developer, closeup
        self._enhanced: EnhancedPhoto | None = None
        self._shot: DevelopedShot | None = None
        self._bar = EnhanceBar(context.actions, context.menu)
        self._results = ResultActions(context.actions, controller, self, context.new_runner())
        self._history = HistoryActions(context.actions, self.shared.recipes, self)
        self._panel = EnhancePanel(context.actions, self.shared.weights)
        clipping = context.actions[ActionName.CLIPPING]
        self._clipping = ClippingWarnings(self._canvas, clipping, context.new_runner())
        self._clipping.message.connect(self.say)
        self._strip_actions = StripActions(context.actions, self.shared, strip, self)
        self.compose_around_canvas(self._bar, self._panel, strip)
        self._connect_model()
        self._connect_controller()
        self._connect_widgets()
        self._panel.set_model(self.shared.preferences.model)
        has_channels = self.shared.preferences.settings.histogram == "channels"
        self._panel.histogram.setChecked(has_channels)
        self._on_choice_shown(controller.choice)
        self._update_actions()

    @property
    def panel(self) -> EnhancePanel:
        """What changes the picture."""
        return self._panel

    @property
    def controller(self) -> EnhanceController:
        """What happens here."""
        return self._controller

    @property
    def developer(self) -> Developer:
        """Who keeps what is seen in step with what is chosen."""
        return self._developer

    @property
    def clipping(self) -> ClippingWarnings:
        """Who marks what is clipped."""
        return self._clipping

    # What the window asks

    def set_active(self, active: bool) -> None:
        """Nothing is enhanced for a page that is not looked at."""
        super().set_active(active)
        self._controller.set_active(active)
        self._history.set_active(active)
        self._clipping.set_active(active)
        self._strip_actions.set_active(active)
        self._update_actions()

    def take_picture(self, photo: Photo) -> bool:
        """A picture without a file can be enhanced as well."""
        self.shared.photographs.show(photo)
        return True

    @property
    def status(self) -> str:
        """See :class:`Page`."""
        picture = self._controller.current
        if picture.enhanced is not None:
            return tr("Enhanced by MIRNet · {method}", method=model_of(picture.enhanced.method))
        return tr("Ready") if picture.opened is None else tr("Not enhanced")

    @property
    def is_at_rest(self) -> bool:
        """A photograph that somebody opened is not talked over."""
        activities = (self.work.doing.activity, self.shared.photographs.doing.activity)
        is_idle = all(each is Activity.IDLE for each in activities)
        return is_idle and self._controller.current.opened is None

    def reason_to_stay(self) -> ReasonToStay | None:
        """Results that are nowhere else."""
        unsaved = self._controller.unsaved
        if not unsaved:
            return None
        is_current = unsaved == [self.shared.photographs.name]
        saving = ActionName.SAVE_AS if is_current else ActionName.SAVE_ALL
        return ReasonToStay(tr("Close without saving?"), unsaved_line(unsaved), saving)

    def stop(self) -> None:
        """See :class:`Page`."""
        super().stop()
        self._drop_developed()
        self._controller.stop()

    # What the controller tells

    @Slot(object)
    def _on_photo_shown(self, opened: OpenedPhoto) -> None:
        self._forget_result()
        self._canvas.show_picture(opened.picture)
        self._tell_size(opened.picture)
        self._panel.show_photo(opened)
        self._panel.histogram.show_before(histogram(opened.picture))
        self.show_canvas()
        self._update_actions()

    @Slot()
    def _on_photo_gone(self) -> None:
        self._forget_result()
        self._canvas.drop_picture()
        self._bar.show_nothing()
        self.show_invitation()
        self._update_actions()
        self.status_changed.emit()

    @Slot(object, bool)
    def _on_result_shown(self, enhanced: EnhancedPhoto, fresh: bool) -> None:
        self._canvas.show_result(enhanced.finished, reveal=fresh)
        self._tell_size(enhanced.finished)
        self._develop(enhanced)
        self._update_actions()

    def _tell_size(self, picture: DisplayPicture) -> None:
        self._bar.show_photo(
            self.shared.photographs.name, dimensions(picture.width, picture.height)
        )

    @Slot(object)
    def _on_preview_shown(self, preview: EnhancedPhoto) -> None:
        self._canvas.show_preview(preview.finished)
        self._develop(preview)

    @Slot(object)
    def _on_part_shown(self, part: DisplayPart) -> None:
        self._canvas.show_part(part)
        for each in self._developers:
            each.refresh()

    @Slot()
    def _on_result_dropped(self) -> None:
        self._forget_result()
        self._canvas.drop_result()
        opened = self._controller.current.opened
        if opened is not None:
            self._tell_size(opened.picture)
        self._panel.histogram.show_after(None)
        self._update_actions()

    @Slot()
    def _on_doing(self) -> None:
        is_near = self._controller.doing.activity in _NEAR_A_RESULT
        self._canvas.say_pending(tr("Enhancing…") if is_near else tr("Not enhanced"))
        self._update_actions()

    @Slot(object)
    def _on_advanced(self, advance: Advance) -> None:
        if self._controller.doing.activity is Activity.ENHANCING:
            self._canvas.say_pending(
                tr("Enhancing… {fraction}", fraction=percent(advance.progress.fraction))
            )
        self.advanced.emit(advance)

    @Slot()
    def _on_list_changed(self) -> None:
        self._bar.show_position(self.shared.photographs.listed.position)
        self._update_actions()

    def _develop(self, enhanced: EnhancedPhoto) -> None:
        self._enhanced = enhanced
        for each in self._developers:
            each.take(enhanced)

    def _forget_result(self) -> None:
        self._drop_developed()
        self._enhanced = self._shot = None

    @property
    def _developers(self) -> tuple[Developer, Developer]:
        """Of what is seen, and of what is seen through the loupe."""
        return self._developer, self._closeup

    def _drop_developed(self) -> None:
        for each in self._developers:
            each.drop()

    @Slot(object)
    def _on_developed(self, shot: DevelopedShot | None) -> None:
        self._shot = shot
        self._canvas.show_developed(shot)
        self._draw_histogram()

    @Slot(object)
    def _on_choice_shown(self, choice: Choice) -> None:
        self._panel.adjustments.show_choice(choice)
        self._canvas.set_strength(choice.strength)
        for each in self._developers:
            each.choose(choice)
        self._draw_histogram()

    def _draw_histogram(self) -> None:
        opened, enhanced = self._controller.current.opened, self._enhanced
        if opened is None or enhanced is None:
            return
        before = opened.picture.levels[-1]
        after = enhanced.finished.levels[-1] if self._shot is None else self._shot.whole
        strength = self._controller.choice.strength
        self._panel.histogram.show_after(blended_histogram(before, after, strength))

    @Slot(str)
    def _on_preference(self, name: str) -> None:
        if name == "model":
            self._panel.set_model(self.shared.preferences.model)

    # What the hand does

    @Slot(str)
    def _on_model(self, name: str) -> None:
        self.shared.preferences.change(model=name)

    @Slot(bool)
    def _on_histogram(self, has_channels: bool) -> None:
        self.shared.preferences.change(histogram="channels" if has_channels else "luminance")

    @Slot()
    def _on_view_changed(self) -> None:
        self._bar.show_percent(self._canvas.percent)
        self._controller.look_at(self._canvas.region)
        self._developer.look_at(self._canvas.shot)
        self._on_loupe()

    @Slot()
    def _on_loupe(self) -> None:
        self._closeup.look_at(self._canvas.loupe_shot)

    @Slot()
    def _enhance(self) -> None:
        self._controller.enhance()

    @Slot()
    def _previous(self) -> None:
        self.shared.photographs.step(-1)

    @Slot()
    def _next(self) -> None:
        self.shared.photographs.step(1)

    # Putting together

    def _update_actions(self) -> None:
        picture, listed = self._controller.current, self.shared.photographs.listed
        actions = self.actions_table
        self._results.offer(self.is_active and picture.enhanced is not None)
        actions.enable(listed.has_previous, ActionName.PREVIOUS)
        actions.enable(listed.has_next, ActionName.NEXT)
        can_enhance = self._controller.can_enhance
        actions.enable(self.is_active and can_enhance, ActionName.ENHANCE)
        self._panel.offer_enhance(can_enhance)

    def _connect_model(self) -> None:
        photographs = self.shared.photographs
        photographs.list_changed.connect(self._on_list_changed)
        photographs.doing_changed.connect(self._on_doing)
        photographs.message.connect(self.say)
        self.shared.preferences.changed.connect(self._on_preference)

    def _connect_controller(self) -> None:
        controller = self._controller
        controller.photo_shown.connect(self._on_photo_shown)
        controller.photo_gone.connect(self._on_photo_gone)
        controller.choice_shown.connect(self._on_choice_shown)
        controller.result_shown.connect(self._on_result_shown)
        controller.preview_shown.connect(self._on_preview_shown)
        controller.part_shown.connect(self._on_part_shown)
        controller.result_dropped.connect(self._on_result_dropped)
        controller.doing_changed.connect(self._on_doing)
        controller.advanced.connect(self._on_advanced)
        # It is about the photograph, whichever page shows that now.
        controller.message.connect(self.shared.photographs.message)
        for changed in (controller.result_shown, controller.result_dropped):
            changed.connect(self.status_changed)

    def _connect_widgets(self) -> None:
        self._canvas.view_changed.connect(self._on_view_changed)
        self._panel.adjustments.taken_up.connect(self.shared.recipes.end_step)
        self._panel.adjustments.changed.connect(self._controller.choose)
        self._developer.developed.connect(self._on_developed)
        self._canvas.loupe_changed.connect(self._on_loupe)
        self._closeup.developed.connect(self._canvas.show_closeup)
        self._developer.message.connect(self.say)
        self._panel.model_chosen.connect(self._on_model)
        self._panel.histogram.toggled.connect(self._on_histogram)
        self.actions_table.handle(
            {
                ActionName.ENHANCE: self._enhance,
                ActionName.PREVIOUS: self._previous,
                ActionName.NEXT: self._next,
            }
        )

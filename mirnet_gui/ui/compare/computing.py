"""What is computed for the views, one after the other; what another page computed is not again."""

from __future__ import annotations

from collections.abc import Callable

from mirnet_gui.jobs.compare_jobs import Compared, figures_job, input_job, method_job
from mirnet_gui.methods.variants import on_device
from mirnet_gui.ui.compare.chosen_methods import ChosenMethods
from mirnet_gui.ui.compare.compare_state import INPUT, ComparedPhotograph
from mirnet_gui.ui.model.activity import Activity, Doing
from mirnet_gui.ui.model.model import Model
from mirnet_gui.ui.model.tasks import BackgroundTask, Tasks


class Computing:
    """Submits to ``tasks`` what is missing of ``methods``; who hears of results hands them over."""

    def __init__(self, tasks: Tasks, model: Model, methods: ChosenMethods) -> None:
        self._tasks = tasks
        self._model = model
        self._methods = methods

    @property
    def under_way(self) -> set[str]:
        """Keys of the views that are being computed or wait for it."""
        computing = (Activity.MEASURING, Activity.COMPARING)
        tasks = [task for task in self._tasks.all() if task.about is not None]
        return {str(task.about) for task in tasks if task.doing.activity in computing}

    @property
    def on_devices(self) -> set[str]:
        """Keys of the methods that know devices."""
        return {each.key for each in self._methods if on_device(each.method, "cpu") != each.method}

    def submit_missing(self, photograph: ComparedPhotograph) -> None:
        """Compute what is missing and not under way; the photograph itself comes first."""
        subject, device = photograph.subject, self._model.preferences.device
        under_way = self.under_way
        if INPUT not in photograph.found and INPUT not in under_way:
            self._tasks.submit(input_job(subject), BackgroundTask(Doing(Activity.MEASURING), INPUT))
        for chosen in self._methods:
            if chosen.key in photograph.found or chosen.key in under_way | photograph.stopped:
                continue
            known = self._model.results.get(photograph.opened, on_device(chosen.method, device))
            job = method_job(subject, chosen.method, device, known)
            self._tasks.submit(
                job, BackgroundTask(Doing(Activity.COMPARING, chosen.label), chosen.key)
            )

    def measure_anew(self, photograph: ComparedPhotograph) -> None:
        """Measure what is there against another reference, or against none."""
        job = figures_job(list(photograph.found.values()), photograph.subject.reference)
        self._tasks.submit(job, BackgroundTask(Doing(Activity.MEASURING)))

    def cancel_methods(self, is_unwanted: Callable[[str], bool]) -> None:
        """Compute those methods no more whose keys are unwanted."""
        self._tasks.cancel_where(
            lambda task: task.doing.activity is Activity.COMPARING and is_unwanted(str(task.about))
        )

    def put(self, photograph: ComparedPhotograph, key: str, compared: Compared) -> None:
        """A view's result is there.

        What is not shown is kept only as long as there is memory for its pixels anyway.
        """
        if compared.enhanced is not None:
            self._model.results.put(photograph.opened, compared.enhanced)
        photograph.found[key] = compared
        wanted = {INPUT, *self._methods.keys}
        for other, kept in list(photograph.found.items()):
            is_kept = kept.enhanced is not None and self._model.results.keeps(kept.enhanced)
            if other not in wanted and not is_kept:
                del photograph.found[other]

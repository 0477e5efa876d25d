"""What a batch is asked for until it begins: which photographs, what is done, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import lru_cache
from pathlib import Path

from mirnet_gui.batch.headers import Headers
from mirnet_gui.batch.names import ENHANCED
from mirnet_gui.batch.options import Options
from mirnet_gui.batch.plan import Plan, Request
from mirnet_gui.batch.records import Task
from mirnet_gui.batch.session import Session
from mirnet_gui.jobs import batch_jobs
from mirnet_gui.jobs.batch_jobs import Planned
from mirnet_gui.jobs.worker import Job
from mirnet_gui.methods.method import Method
from mirnet_gui.methods.registry import create_method, parse_method, text_of
from mirnet_gui.methods.variants import on_device


class BatchDraft:
    """One request after the other, each with its plan; every file is looked at once for it."""

    def __init__(self) -> None:
        self.method: Method = create_method("mirnet")
        self.options = Options(name=ENHANCED)
        self._device = "auto"
        self._headers = Headers()
        self._plan: Plan | None = None
        self._unplanned: list[Path] = []
        self._own: dict[Path, str] = {}

    @property
    def request(self) -> Request:
        """What was given and how it is to be done."""
        planned = self._plan.request.inputs if self._plan is not None else ()
        inputs = tuple(dict.fromkeys([*planned, *self._unplanned]))
        return Request(inputs, self.method, self.options, self.own(self._own))

    def own(self, texts: Mapping[Path, str]) -> dict[Path, str]:
        """``texts`` of methods, computed where all of it is."""
        return {path: _computed(text, self._device) for path, text in texts.items()}

    @property
    def is_planned(self) -> bool:
        """Whether there is a plan that can be begun."""
        return self._plan is not None

    def choose(self, method: Method, options: Options) -> bool:
        """How it is to be done; gives whether that is another way than before."""
        before = (self.method, self.options)
        self.method, self.options = on_device(method, self._device), options
        return (self.method, self.options) != before

    def choose_device(self, device: str, *, has_begun: bool) -> bool:
        """Where the network is computed: auto, cpu or cuda:N; what has begun stays where it is.

        Gives whether that changes anything.
        """
        self._device = device
        return not has_begun and self.choose(self.method, self.options)

    def clear(self) -> None:
        """Forget which photographs; how it is to be done stays."""
        self._headers, self._plan, self._unplanned, self._own = Headers(), None, [], {}

    def give(self, paths: Sequence[Path], own: Mapping[Path, str]) -> None:
        """More photographs and folders, which no plan knows yet.

        ``own`` has the texts of methods for photographs to which another one is to be applied, also
        for those that were given before.
        """
        self._unplanned += [path for path in paths if path not in self._unplanned]
        self._own |= own

    def treat_as_all(self, photographs: Iterable[Path]) -> None:
        """Do to ``photographs`` what is done to all."""
        for each in photographs:
            self._own.pop(each, None)

    def forget_own_but(self, listed: Set[Path]) -> None:
        """Keep settings of no other photographs than those ``listed`` and those given last."""
        kept = listed | set(self._unplanned)
        self._own = {path: text for path, text in self._own.items() if path in kept}

    def take_back(self) -> None:
        """What was given last is not wanted, or cannot be planned."""
        self._unplanned = []
        planned = self._plan.tasks if self._plan is not None else ()
        self.forget_own_but({task.source for task in planned})

    def begun(self, session: Session) -> None:
        """From now on it is as ``session`` has it."""
        self.method, self.options = session.method, session.options
        self._unplanned = []

    def plan_job(self, listed: Sequence[int]) -> Job:
        """Plans what no plan knows yet, behind those tasks whose ids are ``listed``."""
        before, inputs = self._listed(listed), tuple(self._unplanned)
        return batch_jobs.plan_job(before, self.request, inputs, self._headers)

    def take(self, planned: Planned, listed: Sequence[int]) -> list[Task]:
        """The tasks of ``planned``; some may have been taken out or moved since it was asked for.

        ``listed`` are the ids of those that are left, in their order.
        """
        self._plan, self._unplanned = planned.plan, []
        known = {task.id: task for task in planned.plan.tasks}
        return [*(known[each] for each in listed if each in known), *planned.added]

    def estimate_job(self, listed: Sequence[int]) -> Job | None:
        """Estimates the tasks whose ids are ``listed``; None where nothing was planned."""
        plan = self._listed(listed)
        if plan is None:
            return None
        return batch_jobs.estimate_job(plan, self.request, self._headers)

    def begin_job(self, listed: Sequence[int], journals: Path) -> Job | None:
        """Begins the tasks whose ids are ``listed``; None where nothing was planned."""
        plan = self._listed(listed)
        if plan is None:
            return None
        return batch_jobs.begin_job(plan, self.request, journals, self._headers)

    def _listed(self, ids: Sequence[int]) -> Plan | None:
        return None if self._plan is None else self._plan.in_order(ids)


@lru_cache
def _computed(text: str, device: str) -> str:
    # Thousands of photographs may have the same settings.
    return text_of(on_device(parse_method(text), device))

"""All runners of a program: made by one, ended together."""

from __future__ import annotations

from mirnet_gui.jobs.idle_memory import IdleMemory
from mirnet_gui.jobs.runner import JobRunner


class Runners:
    """Makes them. Those for work give the memory of networks back while nothing is asked of them.

    ``errands`` is for what has nothing to do with photographs.
    """

    def __init__(self) -> None:
        self._made: list[JobRunner] = []
        self.errands = self.new()
        self._idle_memory = IdleMemory(self.errands)

    def new(self) -> JobRunner:
        """One for what never computes a network."""
        self._made.append(JobRunner())
        return self._made[-1]

    def for_work(self) -> JobRunner:
        """One for jobs about photographs."""
        runner = self.new()
        self._idle_memory.watch(runner)
        return runner

    def shutdown(self) -> None:
        """End all of them; see :meth:`JobRunner.shutdown`."""
        self._idle_memory.stop()
        for runner in self._made:
            runner.shutdown()

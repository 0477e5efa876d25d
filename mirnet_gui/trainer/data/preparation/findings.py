"""What the check of a paired folder found, as sentences and as a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from mirnet_gui import formatting
from mirnet_gui.language import mark, tr, tr_count
from mirnet_gui.photo.pairs import Pair

Severity = Literal["fault", "warning", "information"]

Kind = Literal[
    "unreadable",
    "unpaired",
    "sizes",
    "small",
    "leak",
    "shifted",
    "unrelated",
    "duplicate",
    "exposure",
    "scene",
]

SEVERITIES: Final[dict[Kind, Severity]] = {
    "unreadable": "fault",
    "unpaired": "fault",
    "sizes": "fault",
    "small": "fault",
    "leak": "fault",
    "shifted": "warning",
    "unrelated": "warning",
    "duplicate": "warning",
    "exposure": "warning",
    "scene": "information",
}
"""A fault stops a training or makes its figures dishonest; that a scene repeats is no defect."""

_WORDS: Final[dict[Severity, str]] = {
    "fault": mark("fault"),
    "warning": mark("warning"),
    "information": mark("information"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found, in a ``sentence`` about the ``pictures``."""

    kind: Kind
    pictures: tuple[Path, ...]
    sentence: str

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return SEVERITIES[self.kind]

    def record(self) -> dict[str, Any]:
        """The same for JSON."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            "pictures": [str(path) for path in self.pictures],
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Inspection:
    """A paired folder that was looked through.

    ``scenes`` are its usable pairs (readable, paired, of sizes to be learnt from), those of
    one scene together;
    ``validation_pairs`` is the number of usable pairs for validation, None without such a folder.
    """

    scenes: tuple[tuple[Pair, ...], ...]
    validation_pairs: int | None
    findings: tuple[Finding, ...]

    @property
    def pairs(self) -> int:
        """Number of usable pairs."""
        return sum(len(scene) for scene in self.scenes)

    def count(self, severity: Severity) -> int:
        """Number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def is_faulty(self) -> bool:
        """Whether something must be mended before an honest training."""
        return self.count("fault") > 0

    def messages(self) -> list[str]:
        """Faults and warnings one by one, and a last line with the numbers."""
        lines = [
            f"{tr(_WORDS[finding.severity])}: {finding.sentence}"
            for finding in self.findings
            if finding.severity != "information"
        ]
        numbers = [
            tr(
                "{pairs} of {scenes}",
                pairs=tr_count("{count} usable pair", "{count} usable pairs", self.pairs),
                scenes=tr_count("{count} scene", "{count} scenes", len(self.scenes)),
            )
        ]
        if self.validation_pairs is not None:
            numbers.append(tr("{count} for validation", count=self.validation_pairs))
        numbers.append(tr("faults: {count}", count=self.count("fault")))
        numbers.append(tr("warnings: {count}", count=self.count("warning")))
        return [*lines, "; ".join(numbers) + "."]

    def record(self) -> dict[str, Any]:
        """The same for JSON, with the scenes that repeat told one by one."""
        return {
            "pairs": self.pairs,
            "scenes": len(self.scenes),
            "validation_pairs": self.validation_pairs,
            "faults": self.count("fault"),
            "warnings": self.count("warning"),
            "findings": [finding.record() for finding in self.findings],
        }


_MOST_LISTED = 4


def printable_path(path: Path) -> str:
    """The path as it can be printed, whatever its bytes are."""
    return str(path).encode("utf-8", "replace").decode()


def counted_pairs(count: int) -> str:
    """As in "1 pair" or "7 pairs"."""
    return tr_count("{count} pair", "{count} pairs", count)


def listed(paths: Sequence[Path]) -> str:
    """Paths in words; of a long list the first ones and how many more there are."""
    names = [printable_path(path) for path in paths[:_MOST_LISTED]]
    more = len(paths) - len(names)
    return formatting.listed([*names, tr("{count} more", count=more)] if more else names)

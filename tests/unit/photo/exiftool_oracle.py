"""exiftool, which knows metadata better than anybody and shares no code with us."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any


class ExifTool:
    """The independent reader and writer of metadata."""

    def tag(self, path: Path, *arguments: str) -> None:
        """Write tags into a file."""
        command = ["exiftool", "-q", "-q", "-m", "-overwrite_original", *arguments, str(path)]
        subprocess.run(command, check=True, capture_output=True)

    def read(self, path: Path) -> dict[str, Any]:
        """All tags by "Group:Name", numbers as they are."""
        return self.read_all([path])[0]

    def read_all(self, paths: list[Path]) -> list[dict[str, Any]]:
        """The same of several files at once, for starting exiftool takes long."""
        command = ["exiftool", "-json", "-G1", "-a", "-n", "-struct", *map(str, paths)]
        return list(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))

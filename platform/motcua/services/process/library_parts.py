"""What models of a library share: the processes they call and the decision tables they ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from motcua.engine.reader.model_names import Names, names_in

MAX_BYTES = 5 * 1024 * 1024
ROOT_NAME = "bpmn"
PATTERNS = ("*.bpmn", "*.dmn", "*/*.bpmn", "*/*.dmn")


@dataclass(frozen=True, slots=True)
class Parts:
    """Files that a model may need beside itself: BPMN by process id, DMN by decision id.

    `shared` are the files of processes without a procedure of their own.
    """

    called: Mapping[str, bytes] = field(default_factory=dict)
    decisions: Mapping[str, bytes] = field(default_factory=dict)
    shared: frozenset[Path] = frozenset()


def library_root(path: Path) -> Path:
    """The library a file or folder belongs to: the nearest folder named `bpmn` around it, else its own folder."""
    folder = path if path.is_dir() else path.parent
    for one in (folder, *folder.resolve().parents):
        if one.name == ROOT_NAME:
            return one
    return folder


def parts_below(root: Path) -> Parts:
    """The shared parts in `root` and the folders directly below it; of two with one id the first by name counts.

    Files that cannot be read are passed over: a model that needs one is told that it is missing.
    """
    called: dict[str, bytes] = {}
    decisions: dict[str, bytes] = {}
    shared = set()
    found = sorted(path for pattern in PATTERNS for path in root.glob(pattern))
    for path, data, names in _files(found):
        if names.processes and not names.has_procedure:
            shared.add(path.resolve())
        called |= {key: data for key in names.processes if key and key not in called}
        decisions |= {key: data for key in names.decisions if key and key not in decisions}
    return Parts(called, decisions, frozenset(shared))


def _files(paths: Iterable[Path]) -> Iterable[tuple[Path, bytes, Names]]:
    for path in paths:
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError:
            continue
        yield path, data, names_in(data)

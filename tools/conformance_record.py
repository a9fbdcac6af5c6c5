"""The requirement catalogue and the record of which requirements the last full test run proved."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOGUE = ROOT / "tests" / "data" / "requirement_ids.csv"
RECORD = ROOT / "var" / "conformance.json"
PROFILES = ("000", "001", "002", "003", "004")
TESTED = (
    "platform",
    "admin",
    "bpmn",
    "forms",
    "migrations",
    "tests",
    "pyproject.toml",
    "requirements-dev.lock",
)
SUFFIXES = frozenset(
    {".py", ".bpmn", ".json", ".html", ".csv", ".yaml", ".js", ".scss", ".po", ".toml", ".lock", ".sql"}
)
IGNORED_PARTS = frozenset({"__pycache__", "dist", "node_modules"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """One row of the catalogue. `profiles` are the provinces whose regulation asks for it, or builds on it."""

    id: str
    group: str
    profiles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Record:
    """What one full run showed: the tests of each requirement that passed, and those that did not."""

    digest: str
    passed: Mapping[str, tuple[str, ...]]
    not_passed: Mapping[str, tuple[str, ...]]

    @property
    def proven(self) -> frozenset[str]:
        """Requirements of which every marked test passed; a skipped test proves nothing."""
        return frozenset(self.passed) - frozenset(self.not_passed)


def load_catalogue(path: Path = CATALOGUE) -> dict[str, Requirement]:
    """The catalogue by requirement ID, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Requirement(row["id"], row["group"], frozenset(profile for profile in PROFILES if row[profile]))
            for row in csv.DictReader(file)
        ]
    return {row.id: row for row in rows}


def digest(root: Path = ROOT) -> str:
    """One SHA-256 over all that a test result depends on; another digest makes the record stale."""
    sha = hashlib.sha256()
    for name in TESTED:
        place = root / name
        for file in [place] if place.is_file() else sorted(place.rglob("*")):
            if file.suffix in SUFFIXES and not IGNORED_PARTS.intersection(file.parts):
                sha.update(f"\0{file.relative_to(root).as_posix()}\0".encode())
                sha.update(file.read_bytes())
    return sha.hexdigest()


def write(record: Record, path: Path = RECORD) -> None:
    """Store the record."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"digest": record.digest, "passed": record.passed, "not_passed": record.not_passed}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def read(path: Path = RECORD) -> Record | None:
    """The stored record, or None when no full run has been recorded."""
    if not path.is_file():
        return None
    content = json.loads(path.read_text(encoding="utf-8"))
    return Record(content["digest"], _tuples(content["passed"]), _tuples(content["not_passed"]))


def _tuples(value: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {requirement: tuple(tests) for requirement, tests in value.items()}

"""Which requirements have passing tests, per group and per profile: `python -m tools.conformance [--json]`.

A requirement counts when every test marked with its ID passed in the last full run; skips never count. When the
sources have changed since that run, the tests run first.
"""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tools.conformance_record import PROFILES, ROOT, Record, Requirement, digest, load_catalogue, read

WIDTH = 110


@dataclass(frozen=True, slots=True)
class Share:
    """How much of one group or profile is proven."""

    name: str
    proven: tuple[str, ...]
    missing: tuple[str, ...]


def shares_by_group(catalogue: Mapping[str, Requirement], proven: frozenset[str]) -> list[Share]:
    """One share for each group of the catalogue."""
    groups = dict.fromkeys(requirement.group for requirement in catalogue.values())
    return [
        _share(group, (row.id for row in catalogue.values() if row.group == group), proven)
        for group in groups
    ]


def shares_by_profile(catalogue: Mapping[str, Requirement], proven: frozenset[str]) -> list[Share]:
    """One share for each profile, over the requirements that its regulation writes or rests on."""
    return [
        _share(profile, (row.id for row in catalogue.values() if profile in row.profiles), proven)
        for profile in PROFILES
    ]


def fresh_record() -> Record | None:
    """The record of the present sources, running the tests first when there is none."""
    record = read()
    if record is None or record.digest != digest():
        print(
            "The record is missing or older than the sources; running the tests …",
            file=sys.stderr,
            flush=True,
        )
        command = [sys.executable, "-m", "pytest", "--quiet"]
        subprocess.run(command, cwd=ROOT, check=False, stdout=sys.stderr)  # noqa: S603
        record = read()
    return record if record is not None and record.digest == digest() else None


def main(arguments: list[str]) -> int:
    """Print the shares; 1 when a marked test did not pass or no full run could be recorded."""
    record = fresh_record()
    if record is None:
        print("The tests did not run to their end, so nothing is proven; see above.", file=sys.stderr)
        return 1
    catalogue = load_catalogue()
    groups = shares_by_group(catalogue, record.proven)
    profiles = shares_by_profile(catalogue, record.proven)
    if "--json" in arguments:
        print(json.dumps(_as_data(groups, profiles, record), ensure_ascii=False, indent=2))
    else:
        _print_for_people(groups, profiles, record)
    return 1 if record.not_passed else 0


def _share(name: str, ids: Iterable[str], proven: frozenset[str]) -> Share:
    members = tuple(ids)
    return Share(
        name,
        tuple(requirement for requirement in members if requirement in proven),
        tuple(requirement for requirement in members if requirement not in proven),
    )


def _as_data(groups: list[Share], profiles: list[Share], record: Record) -> dict[str, object]:
    def rows(shares: list[Share]) -> list[dict[str, object]]:
        return [{"name": share.name, "proven": share.proven, "missing": share.missing} for share in shares]

    return {
        "groups": rows(groups),
        "profiles": rows(profiles),
        "not_passed": record.not_passed,
        "tests": record.passed,
    }


def _print_for_people(groups: list[Share], profiles: list[Share], record: Record) -> None:
    for share in groups:
        _print_share(share, share.name)
    print()
    for share in profiles:
        _print_share(share, f"Profile {share.name}")
    print(f"{sum(len(share.proven) for share in groups):4}/{sum(_size(share) for share in groups):<4} All")
    for requirement, tests in sorted(record.not_passed.items()):
        print(f"{requirement} is not proven, these tests did not pass: {', '.join(tests)}")


def _print_share(share: Share, title: str) -> None:
    print(f"{len(share.proven):4}/{_size(share):<4} {title}")
    for words, ids in (("proven ", share.proven), ("missing", share.missing)):
        if ids:
            lead = f"          {words} "
            print(textwrap.fill(" ".join(ids), WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead)))


def _size(share: Share) -> int:
    return len(share.proven) + len(share.missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

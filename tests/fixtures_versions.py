"""Released versions are read once per run: every test's house reads its own, and nearly all are the sample's."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from motcua.services.version import versions
from motcua.services.version.versions import Version
from motcua.store.base import Record

KEPT = 256


@pytest.fixture(scope="session", autouse=True)
def _versions_read_once() -> Iterator[None]:
    """Equal rows of any test's database give the same version."""
    read, kept = versions._made, dict[tuple[object, ...], Version]()

    def once(row: Record) -> Version:
        key = (row.id, row.procedure_id, row.number, bytes(row.bpmn), json.dumps(row.forms))
        if key not in kept:
            if len(kept) >= KEPT:
                kept.clear()
            kept[key] = read(row)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(versions, "_made", once)
        yield

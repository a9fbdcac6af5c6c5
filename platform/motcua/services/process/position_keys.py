"""The positions of the installation: those that active processes name, and those that groups are for."""

from __future__ import annotations

from motcua.services.work import Work
from motcua.store.people import group as groups
from motcua.store.process import procedure as procedures


def known(work: Work) -> frozenset[str]:
    """The keys of all positions."""
    named: set[str] = set()
    for row in procedures.search(work.connection, (), "", ""):
        version = work.house.versions.get(work.connection, row.version_id)
        named |= {step.position for step in version.model.steps}
    return groups.positions(work.connection) | named

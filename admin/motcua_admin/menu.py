"""The menu of the studio: an entry for each screen, shown to those who have its right at some agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from motcua.domain.people.permissions import Actor, may_anywhere
from motcua.services.process.model_rights import EDIT, PUBLISH


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. Whoever has one of `rights` at any agency sees it; the services ask again."""

    endpoint: str
    label: LazyString
    rights: tuple[str, ...] = (EDIT, PUBLISH)


ENTRIES: tuple[Entry, ...] = (
    Entry("studio.home", _l("Quy trình")),
    Entry("studio.forms", _l("Biểu mẫu")),
    Entry("studio.shared_fields", _l("Trường dùng chung")),
    Entry("studio.slip_templates_list", _l("Mẫu phiếu")),
    Entry("studio.publications", _l("Công bố, kích hoạt")),
    Entry("studio.change_requests", _l("Đề nghị sửa")),
    Entry("studio.reviews", _l("Rà soát")),
)


def entries_for(actor: Actor) -> Sequence[Entry]:
    """The lines that the actor sees, in order."""
    return [one for one in ENTRIES if any(may_anywhere(actor, right) for right in one.rights)]

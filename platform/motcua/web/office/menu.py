"""The menu of the administration: an entry for each screen, shown to those who have its right at some agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from motcua.domain.people.permissions import Actor, may_anywhere


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu. Whoever has one of `rights` at any agency sees it; the services ask again."""

    endpoint: str
    label: LazyString
    rights: tuple[str, ...]


ENTRIES = (
    Entry("office.agencies", _l("Cơ quan"), ("agency.manage",)),
    Entry("office.calendars", _l("Lịch làm việc"), ("calendar.manage",)),
    Entry("office.groups_home", _l("Ai làm bước nào"), ("group.manage",)),
    Entry("office.replace_person", _l("Thay người, bàn giao"), ("dossier.reassign",)),
    Entry("office.delegations_page", _l("Ủy quyền, vắng mặt"), ("dossier.reassign",)),
    Entry("office.import_officials", _l("Nhập danh sách cán bộ"), ("account.request", "account.approve")),
    Entry(
        "office.accounts",
        _l("Tài khoản"),
        ("account.request", "account.approve", "role.grant", "incident.manage"),
    ),
    Entry("office.account_requests", _l("Đề nghị tài khoản"), ("account.request", "account.approve")),
    Entry("office.roles", _l("Vai trò"), ("role.grant",)),
    Entry("office.incidents", _l("Sự cố tài khoản"), ("incident.manage",)),
    Entry("office.outages", _l("Sự cố hệ thống"), ("agency.manage", "group.manage", "system.operate")),
    Entry("office.tracking_agencies", _l("Cơ quan chưa kết nối"), ("agency.manage",)),
    Entry("office.presence", _l("Hiện diện"), ("report.view",)),
    Entry("office.audit", _l("Nhật ký an ninh"), ("audit.view",)),
    Entry("office.terms", _l("Điều khoản sử dụng"), ("role.manage",)),
    Entry("office.deliveries", _l("Tin đã gửi"), ("system.operate",)),
    Entry("office.agency_seals_home", _l("Con dấu số"), ("agency.manage",)),
    Entry("office.trust_list", _l("Danh sách tin cậy"), ("agency.manage",)),
    Entry("office.tokens", _l("Khóa kết nối"), ("token.manage",)),
)


def entries_for(actor: Actor) -> Sequence[Entry]:
    """The lines that the actor sees, in order."""
    return [one for one in ENTRIES if any(may_anywhere(actor, right) for right in one.rights)]

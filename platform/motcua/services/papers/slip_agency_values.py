"""What a slip says of agencies: the head of the paper, the desk, who is in charge and who takes part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from motcua.domain.text import Text
from motcua.services.desk.dossiers import DossierPage
from motcua.services.work import Work
from motcua.store.agencies import agency as agencies
from motcua.store.base import Record

DESK: Final = Text("Bộ phận Tiếp nhận và Trả kết quả", "One-stop desk")
CENTRE_MARK: Final = "TTPVHCC"
DESK_MARK: Final = "BPTNTKQ"
CENTRE: Final = "mot_cua"


@dataclass(frozen=True, slots=True)
class Described:
    """An agency of a slip."""

    agency_id: int
    name: str


def of(work: Work, desk_id: int, language: str, written_by: int | None = None) -> dict[str, object]:
    """The agency that received the dossier and its desk, whose paper it is unless another agency has `written_by` itself.

    A service centre is itself the desk; of any other agency the desk is a part, under the agency's own name.
    """
    received = agencies.by_id(work.connection, desk_id)
    if received is None:
        return {}
    is_centre = received.level == CENTRE
    if written_by is not None:
        above = _above(work, agencies.by_id(work.connection, written_by))
    else:
        above = _above(work, received) if is_centre else received
    return {
        "upper_agency": _name(above, language),
        "agency": _name(received, language),
        "desk": _name(received, language) if is_centre else DESK.in_(language),
        "desk_mark": CENTRE_MARK if is_centre else DESK_MARK,
        "place": _place(received, language),
        "agency_address": received.address,
        "agency_phone": received.phone,
        "contact_phone": received.phone,
    }


def in_charge(work: Work, shown: DossierPage, language: str, agency_id: int | None = None) -> Described:
    """The agency where the dossier waits, or waited last; before any step the one that received it."""
    visits = shown.waiting or list(shown.visits)[-1:]
    found = agency_id or (visits[-1].row.agency_id if visits else shown.row.agency_id)
    return Described(found, _name(agencies.by_id(work.connection, found), language))


def others(work: Work, shown: DossierPage, in_charge_id: int, language: str) -> list[str]:
    """The names of the other agencies that handled the dossier, without the one that received it."""
    ids = {visit.row.agency_id for visit in shown.visits} - {in_charge_id, shown.row.agency_id}
    found = agencies.named(work.connection, ids).values() if ids else ()
    return sorted(_name(row, language) for row in found)


def _above(work: Work, row: Record | None) -> Record | None:
    return agencies.by_id(work.connection, row.parent_id) if row is not None and row.parent_id else None


def _name(row: Record | None, language: str) -> str:
    if row is None:
        return ""
    return str(row.name_en or row.name) if language == "en" else str(row.name)


def _place(row: Record, language: str) -> str:
    """The place before the day: "Nam Đông Hà", without the kind of unit (NĐ 30/2020, Phụ lục I)."""
    place = str(row.place_en or row.place if language == "en" else row.place)
    for kind in ("phường ", "xã ", "đặc khu ", "tỉnh ", "thành phố "):
        if place.lower().startswith(kind):
            return place[len(kind) :]
    return place

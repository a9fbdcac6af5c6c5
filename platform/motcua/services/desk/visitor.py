"""Who stands at the one-stop desk: what an officer notes of a person who files there, with or without an account (C-04)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from motcua.domain.errors import FieldError
from motcua.domain.process.process_words import CHANNELS
from motcua.domain.process.service_manner import RESULT_WAYS
from motcua.domain.search import fold
from motcua.domain.text import Text
from motcua.services.accounts import identity_number
from motcua.services.accounts.registration import (
    GROUPING,
    email_problem,
    identity_problem,
    name_problem,
    phone_problem,
)
from motcua.services.intake import receiving
from motcua.services.intake.receiving import Receiving
from motcua.services.work import Work

CHANNEL: Final = "direct"
POST: Final = "post"
ARRIVALS: Final[Mapping[str, Text]] = {key: CHANNELS[key] for key in (CHANNEL, POST)}
"""How what is entered at the counter came there."""
PARCEL: Final = re.compile(r"[0-9A-Za-z]{5,30}")
MAX_ADDRESS: Final = 300

WAYS: Final[Mapping[str, Text]] = {
    "phone": Text("Gọi điện hoặc nhắn tin", "By telephone or text message"),
    "email": Text("Thư điện tử", "By e-mail"),
    "desk": Text("Đến hỏi tại Bộ phận Một cửa", "Asks at the one-stop desk"),
}
"""How the person wishes to be told of the dossier."""


CARRIED: Final[Mapping[str, tuple[str, ...]]] = {"phone": ("sms",), "email": ("email",)}
"""The carriers by the way he wishes; without a channel of that medium the desk calls him."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person as noted; digits may be grouped. `notify` is one of `WAYS`; `email` may be left out unless it is the way.
    `receive_by` is how he wants the result (C-11): by post it goes to `address`. `channel` is one of `ARRIVALS`, direct unless
    said; what came by post has the number of its `parcel` (C-05).
    """

    identity: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    notify: str = ""
    receive_by: str = ""
    channel: str = ""
    parcel: str = ""

    @classmethod
    def from_dict(cls, kept: Mapping[str, object]) -> Visitor:
        return cls(**{one.name: str(kept.get(one.name, "")) for one in fields(cls)})

    def to_dict(self) -> dict[str, str]:
        return asdict(self)

    def tidy(self) -> Visitor:
        """The same person with digits ungrouped and blanks put right."""
        return replace(
            self,
            identity=GROUPING.sub("", self.identity),
            name=" ".join(self.name.split()),
            phone=GROUPING.sub("", self.phone),
            address=" ".join(self.address.split()),
            email=self.email.strip().lower(),
            parcel=GROUPING.sub("", self.parcel).upper() if self.channel == POST else "",
        )


def problems(person: Visitor) -> list[FieldError]:
    """What is missing or wrong, one entry per field, at "/_visitor/identity" and so on."""
    needs_email = person.notify == "email" or bool(person.email)
    found = {
        "identity": identity_problem(person.identity),
        "name": name_problem(person.name),
        "phone": phone_problem(person.phone),
        "address": _address_problem(person.address),
        "email": email_problem(person.email) if needs_email else None,
        "notify": None if person.notify in WAYS else _CHOOSE,
        "channel": None if (person.channel or CHANNEL) in ARRIVALS else _CHOOSE_CHANNEL,
        "parcel": None if person.channel != POST or PARCEL.fullmatch(person.parcel) else _PARCEL_WRONG,
        "receive_by": None if (person.receive_by or receiving.USUAL) in RESULT_WAYS else _CHOOSE_RECEIVING,
    }
    return [
        FieldError(f"/_visitor/{key}", f"visitor.{key}", text)
        for key, text in found.items()
        if text is not None
    ]


def columns(work: Work, person: Visitor) -> dict[str, Any]:
    """What the dossier's row says of who filed it: the name in the open, everything else sealed (M-14).

    It is an account's own only where that account's holder has proven the number.
    """
    wanted = Receiving(person.receive_by or receiving.USUAL, person.address)
    contact = {
        "email": person.email,
        "phone": person.phone,
        "identity": person.identity,
        "address": person.address,
        "notify": person.notify,
        **receiving.contact(wanted),
    }
    return {
        "applicant_id": identity_number.proven_owner(work, person.identity),
        "applicant_name": person.name,
        "applicant_folded": fold(person.name),
        "applicant_sealed": work.cipher.seal_json(contact),
        "identity_digest": work.cipher.digest(person.identity),
        "channel": person.channel or CHANNEL,
        "parcel": person.parcel,
        "receive_by": wanted.method,
        "tell_by": list(CARRIED.get(person.notify, ())),
        # He signs the printed form at the desk; the words of the declaration online are not his (B-06).
        "declaration": "",
        "declaration_version": "",
    }


_CHOOSE_CHANNEL: Final = Text("Chọn hồ sơ đến bằng cách nào.", "Choose how the dossier came.")
_PARCEL_WRONG: Final = Text(
    "Nhập số hiệu bưu gửi trên phong bì, gồm 5 đến 30 chữ và số, ví dụ EE123456789VN.",
    "Enter the number on the parcel, 5 to 30 letters and figures, such as EE123456789VN.",
)
_CHOOSE_RECEIVING: Final = Text("Chọn cách nhận kết quả.", "Choose how the result is received.")
_CHOOSE: Final = Text("Chọn cách báo tin cho người nộp.", "Choose how the applicant is to be told.")


def _address_problem(address: str) -> Text | None:
    if 5 <= len(address) <= MAX_ADDRESS:
        return None
    return Text(
        f"Nhập địa chỉ liên hệ, từ 5 đến {MAX_ADDRESS} ký tự.",
        f"Enter the address, 5 to {MAX_ADDRESS} characters.",
    )

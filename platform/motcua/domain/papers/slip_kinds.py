"""The slips of an office and their numbers in the two legal sets (phiếu, mẫu phiếu).

Thông tư 01/2018/TT-VPCP, annex: Mẫu số 01–06. Thông tư 03/2025/TT-VPCP, Phụ lục I: Mẫu số 01–07, with a notice of stopping
of its own. Quảng Trị 29/2020, Điều 14.1 lists those exchanged with the applicant. What has no number in a set is a
paper of the offices' practice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from motcua.domain.text import Text

LegalSet = Literal["tt01_2018", "tt03_2025"]
LEGAL_SETS: Final[tuple[LegalSet, ...]] = get_args(LegalSet)
SET_TITLES: Final[Mapping[LegalSet, Text]] = {
    "tt01_2018": Text("Thông tư 01/2018/TT-VPCP", "Circular 01/2018/TT-VPCP"),
    "tt03_2025": Text("Thông tư 03/2025/TT-VPCP", "Circular 03/2025/TT-VPCP"),
}

Subject = Literal["dossier", "list", "procedure"]


@dataclass(frozen=True, slots=True)
class SlipKind:
    """One slip: its name, what it is about, its number ("01") by legal set.

    `names` are those of sets that name it otherwise than `name`. `mark` follows the slip's own number ("12/PXL"), empty
    where it has none. `is_for_applicant` is whether the applicant gets it.
    """

    key: str
    name: Text
    subject: Subject = "dossier"
    numbers: Mapping[LegalSet, str] | None = None
    names: Mapping[LegalSet, Text] | None = None
    mark: str = ""
    is_for_applicant: bool = True

    def is_in(self, legal_set: LegalSet) -> bool:
        """Whether the set has it: a slip that only another set numbers is not in this one."""
        return not self.numbers or legal_set in self.numbers

    def number_in(self, legal_set: LegalSet) -> str:
        """The number of its form, empty where the set has none."""
        return (self.numbers or {}).get(legal_set, "")

    def name_in(self, legal_set: LegalSet) -> Text:
        return (self.names or {}).get(legal_set, self.name)


def _both(older: str, newer: str) -> Mapping[LegalSet, str]:
    return {"tt01_2018": older, "tt03_2025": newer}


_KINDS: Final = (
    SlipKind("guidance", Text("Bản hướng dẫn kê khai, chuẩn bị hồ sơ", "Guidance sheet"), "procedure"),
    SlipKind(
        "receipt",
        Text("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment slip"),
        numbers=_both("01", "01"),
        mark="TNHS",
    ),
    SlipKind(
        "supplement",
        Text("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Supplement request"),
        numbers=_both("02", "02"),
        mark="PBS",
    ),
    SlipKind(
        "refusal",
        Text("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal slip"),
        numbers=_both("03", "03"),
        names={"tt03_2025": Text("Phiếu từ chối tiếp nhận hồ sơ", "Refusal slip")},
        mark="PTC",
    ),
    SlipKind(
        "apology",
        Text("Phiếu xin lỗi và hẹn lại ngày trả kết quả", "Apology and re-appointment slip"),
        numbers=_both("04", "04"),
        names={
            "tt03_2025": Text(
                "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "Apology and request for extension"
            )
        },
        mark="PXL",
    ),
    SlipKind(
        "stop_notice",
        Text("Thông báo dừng giải quyết hồ sơ", "Notice of stopping"),
        numbers={"tt03_2025": "05"},
        mark="TBD",
    ),
    SlipKind(
        "control",
        Text("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Process control slip"),
        numbers=_both("05", "06"),
        is_for_applicant=False,
    ),
    SlipKind(
        "ledger",
        Text("Sổ theo dõi hồ sơ", "Ledger of dossiers"),
        "list",
        _both("06", "07"),
        is_for_applicant=False,
    ),
    SlipKind("satisfaction", Text("Phiếu đánh giá mức độ hài lòng", "Satisfaction slip")),
    SlipKind("extension", Text("Phiếu gia hạn", "Extension slip"), mark="PGH", is_for_applicant=False),
    SlipKind("hand_over", Text("Phiếu bàn giao hồ sơ", "Hand-over list of dossiers"), "list", is_for_applicant=False),
    SlipKind(
        "result_hand_over", Text("Phiếu bàn giao kết quả", "Hand-over list of results"), "list", is_for_applicant=False
    ),
)  # fmt: skip

SLIP_KINDS: Final[Mapping[str, SlipKind]] = {kind.key: kind for kind in _KINDS}
"""Every slip by its key."""


def kinds_in(legal_set: LegalSet) -> tuple[SlipKind, ...]:
    """The slips of a legal set."""
    return tuple(kind for kind in _KINDS if kind.is_in(legal_set))

"""How a procedure is carried out: ways of filing, of getting the result and of paying, and its online level (A-16, A-21).

Quảng Trị 29/2020, Điều 9.2.c, 12. What is not stated is open in every way, as it was before anybody stated it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from motcua.domain.process.process_words import CHANNELS
from motcua.domain.text import Text

Scheme = Literal["four_level", "full_partial"]

RESULT_WAYS: Final[Mapping[str, Text]] = {
    "desk": Text("Tại Bộ phận Một cửa", "At the one-stop desk"),
    "online": Text("Bản điện tử qua tài khoản", "Electronically, in the account"),
    "post": Text("Qua bưu chính công ích", "By public postal service"),
}
TRANSACTION_WAYS: Final[Mapping[str, Text]] = {
    "direct": Text("Gặp trực tiếp", "In person"),
    "online": Text("Qua tài khoản trên cổng", "In the account on the portal"),
    "phone": Text("Điện thoại, tin nhắn", "By telephone or text message"),
    "email": Text("Thư điện tử", "By e-mail"),
}
PAYMENT_WAYS: Final[Mapping[str, Text]] = {
    "desk": Text("Tại Bộ phận Một cửa", "At the one-stop desk"),
    "online": Text("Thanh toán trực tuyến", "Online"),
    "transfer": Text("Chuyển khoản", "By bank transfer"),
    "post": Text("Qua bưu chính công ích", "Through the public postal service"),
}
WAYS: Final[Mapping[str, Mapping[str, Text]]] = {
    "filing": CHANNELS,
    "results": RESULT_WAYS,
    "transactions": TRANSACTION_WAYS,
    "payment": PAYMENT_WAYS,
}
"""The ways that a procedure may tick, by attribute of `motcua:manner`."""

LEVELS: Final = (1, 2, 3, 4)
LEVEL_NAMES: Final[Mapping[Scheme, Mapping[int, Text]]] = {
    "four_level": {level: Text(f"Mức độ {level}", f"Level {level}") for level in LEVELS},
    "full_partial": {
        1: Text("Cung cấp thông tin", "Information only"),
        2: Text("Cung cấp thông tin, tải mẫu", "Information and forms"),
        3: Text("Một phần", "Partial"),
        4: Text("Toàn trình", "Full"),
    },
}
"""The same four levels in the words of a province (X-17): another scheme changes labels, never what is offered."""

LEVEL_ABOUT: Final[Mapping[int, Text]] = {
    1: Text("xem thông tin", "information"),
    2: Text("xem thông tin, tải mẫu đơn", "information, forms to download"),
    3: Text("tải mẫu đơn, nộp hồ sơ trực tuyến", "forms to download, online filing"),
    4: Text(
        "nộp hồ sơ, nộp phí và nhận kết quả trực tuyến",
        "online filing, online payment, result received online",
    ),
}

DATABASES: Final[Mapping[str, Text]] = {
    "dan_cu": Text("CSDL quốc gia về dân cư", "National population database"),
    "ho_tich": Text("CSDL hộ tịch điện tử", "Civil status database"),
    "doanh_nghiep": Text("CSDL quốc gia về đăng ký doanh nghiệp", "National business registration database"),
    "dat_dai": Text("CSDL đất đai", "Land database"),
    "bao_hiem": Text("CSDL bảo hiểm xã hội", "Social insurance database"),
    "kho_giay_to": Text("Kho dữ liệu giấy tờ điện tử", "Store of electronic documents"),
}
"""Connected databases whose data may take the place of a paper (`source` of `motcua:paper`)."""


@dataclass(frozen=True, slots=True)
class Manner:
    """The ways ticked, keys of `WAYS`, and the online level 1 to 4; an empty tuple and 0 mean that it is not stated."""

    level: int = 0
    filing: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    transactions: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()

    def takes(self, channel: str) -> bool:
        """Whether a dossier may be filed by `channel`, a key of `CHANNELS`."""
        is_ticked = not self.filing or channel in self.filing
        return is_ticked and (channel != "online" or self._reaches(3))

    def gives(self, way: str) -> bool:
        """Whether the result may be handed over by `way`, a key of `RESULT_WAYS`."""
        is_ticked = not self.results or way in self.results
        return is_ticked and (way != "online" or self._reaches(4))

    def is_paid(self, way: str) -> bool:
        """Whether charges may be paid by `way`, a key of `PAYMENT_WAYS`."""
        is_ticked = not self.payment or way in self.payment
        return is_ticked and (way != "online" or self._reaches(4))

    @property
    def has_form_to_download(self) -> bool:
        return self._reaches(2)

    def _reaches(self, level: int) -> bool:
        return not self.level or self.level >= level


UNSTATED: Final = Manner()
"""Of a procedure that says nothing: every way is open."""


def level_name(level: int, scheme: Scheme) -> Text | None:
    """The level in the province's words; None where the procedure states none."""
    return LEVEL_NAMES[scheme].get(level)

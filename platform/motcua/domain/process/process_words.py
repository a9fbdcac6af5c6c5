"""The words a process model may use, with their labels: actions, phases, agencies, sheet items."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from motcua.domain.text import Text

ACTIONS: Mapping[str, Text] = {
    "forward": Text("Chuyển bước", "Forward"),
    "return": Text("Trả lại bước trước", "Return to previous step"),
    "extend": Text("Gia hạn", "Extend"),
    "supplement": Text("Yêu cầu bổ sung", "Request supplement"),
    "payment": Text("Yêu cầu nộp nghĩa vụ tài chính", "Request payment"),
    "hand_over": Text("Bàn giao", "Hand over"),
    "refuse": Text("Trả không giải quyết", "Return unsolved"),
    "consult": Text("Lấy ý kiến", "Consult"),
    "sign": Text("Ký số", "Sign"),
    "confirm_result": Text("Xác nhận có kết quả", "Confirm result"),
}
"""What the holder of a step may do (`actions` of a step). Quảng Trị 29/2020, Điều 14.1, 16.4."""

PHASES: Mapping[str, Text] = {
    "receive": Text("Tiếp nhận", "Receipt"),
    "resolve": Text("Giải quyết", "Resolution"),
    "return": Text("Trả kết quả", "Return of the result"),
}

SIGNERS: Mapping[str, Text] = {
    "person": Text("Người thực hiện bước", "The person at the step"),
    "leader": Text("Lãnh đạo", "The leader"),
    "agency": Text("Cơ quan", "The agency"),
}

MARK_PAGES: Mapping[str, Text] = {
    "first": Text("Trang đầu", "First page"),
    "last": Text("Trang cuối", "Last page"),
}

MARK_PLACES: Mapping[str, Text] = {
    "top left": Text("Phía trên, bên trái", "Top left"),
    "top middle": Text("Phía trên, ở giữa", "Top middle"),
    "top right": Text("Phía trên, bên phải", "Top right"),
    "bottom left": Text("Phía dưới, bên trái", "Bottom left"),
    "bottom middle": Text("Phía dưới, ở giữa", "Bottom middle"),
    "bottom right": Text("Phía dưới, bên phải", "Bottom right"),
}

MARKS: Mapping[str, Text] = {
    "none": Text("Không hiện trên giấy tờ", "Not shown on the document"),
    **{
        f"{page} {place}": Text(f"{one.vi}, {where.vi.lower()}", f"{one.en}, {where.en.lower()}")
        for page, one in MARK_PAGES.items()
        for place, where in MARK_PLACES.items()
    },
}
"""Where the visible mark of a signature goes (`mark` of a step)."""

CHANNELS: Mapping[str, Text] = {
    "direct": Text("Trực tiếp", "In person"),
    "online": Text("Trực tuyến", "Online"),
    "post": Text("Bưu chính công ích", "By public postal service"),
}

SHEET_ITEMS: Mapping[str, Text] = {
    "steps": Text("Trình tự thực hiện", "Order of steps"),
    "manner": Text("Cách thức thực hiện", "Manner of performance"),
    "sets": Text("Số lượng hồ sơ", "Number of sets"),
    "time": Text("Thời hạn giải quyết", "Time limit"),
    "subjects": Text("Đối tượng thực hiện", "Applicants"),
    "agency": Text("Cơ quan thực hiện", "Competent agency"),
    "form": Text("Mẫu đơn, mẫu tờ khai", "Forms"),
    "conditions": Text("Yêu cầu, điều kiện", "Conditions"),
}
"""Items of the public sheet that are written out (`motcua:sheet key`); papers, fees, results and legal basis
have words of their own. Together they are the twelve items of the sheet."""

OPTIONAL_SHEET_ITEMS = frozenset({"conditions", "steps", "time", "form"})
"""Items the sheet can do without: conditions "if any", the others follow from the steps, the limit and the form."""

_AGENCY = re.compile(r"receiving|parent|code:[0-9A-Z]+(?:\.[0-9A-Z]+)*|field:[a-zA-Z][a-zA-Z0-9_]*")


_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


def is_procedure_code(text: str) -> bool:
    """Whether a procedure can go by this code: it stands in addresses and on papers, so no blank and no stroke."""
    return _CODE.fullmatch(text) is not None


def is_agency_rule(text: str) -> bool:
    """Whether `text` says who performs a step: `receiving`, `parent`, `code:H50.16`, `field:<form field>`."""
    return _AGENCY.fullmatch(text) is not None


def position_key(name: str) -> str:
    """The key of a position from the name of its lane: "Văn thư" gives "van_thu"."""
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "_".join(re.findall(r"[a-z0-9]+", letters.lower()))

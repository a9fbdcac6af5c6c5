"""The rights that roles are made of. Roles themselves are data; no role is named in the program (J-09)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.text import Text

RIGHTS: Final[Mapping[str, Text]] = {
    "dossier.receive": Text("Hướng dẫn, tiếp nhận, số hóa hồ sơ", "Guide, receive and digitise dossiers"),
    "dossier.process": Text("Giải quyết hồ sơ được giao", "Process assigned dossiers"),
    "dossier.return": Text("Trả kết quả, thu phí", "Return results, collect fees"),
    "dossier.view": Text("Xem mọi hồ sơ của cơ quan", "See every dossier of the agency"),
    "dossier.reassign": Text("Chuyển việc của người vắng mặt", "Move the work of absent officers"),
    "dossier.urge": Text("Đôn đốc, chỉ đạo", "Urge and instruct"),
    "dossier.approve": Text("Duyệt gia hạn, tạm dừng, dừng xử lý", "Approve extensions, pauses and stops"),
    "dossier.except": Text("Cho phép ngoại lệ ngoài quy trình", "Allow exceptions from the process"),
    "agency.manage": Text("Quản lý cơ quan, đơn vị", "Manage agencies"),
    "account.request": Text("Đề nghị cấp, thu hồi tài khoản", "Request and give back accounts"),
    "account.approve": Text("Duyệt, cấp, thu hồi tài khoản", "Approve, issue and withdraw accounts"),
    "group.manage": Text("Gán tài khoản vào bước", "Assign accounts to steps"),
    "calendar.manage": Text("Quản lý lịch làm việc", "Manage working calendars"),
    "role.grant": Text("Giao vai trò", "Grant roles"),
    "role.manage": Text("Sửa vai trò", "Change roles"),
    "procedure.edit": Text("Soạn quy trình, dữ liệu thủ tục", "Edit processes and procedure data"),
    "procedure.publish": Text("Duyệt, công bố quy trình", "Approve and publish processes"),
    "report.view": Text("Xem thống kê, đánh giá", "See statistics and ratings"),
    "audit.view": Text("Xem nhật ký an ninh", "Read the security log"),
    "audit.export": Text("Kết xuất nhật ký", "Export the log"),
    "incident.manage": Text("Xử lý sự cố tài khoản", "Handle account incidents"),
    "token.manage": Text("Quản lý khóa kết nối của đối tác", "Manage partners' access tokens"),
    "system.operate": Text(
        "Vận hành: việc chạy nền, dịch vụ lỗi", "Operate background work and failed calls"
    ),
    "system.settings": Text("Xem cấu hình hệ thống", "See the settings of the system"),
}
"""Every right with its label. Quảng Trị 29/2020, Điều 26; Thái Bình and others in the settings of roles."""

SCOPES: Final[Mapping[str, Text]] = {
    "message.deliver": Text("Gửi thông điệp vào hồ sơ", "Deliver messages to dossiers"),
    "dossier.read": Text("Đọc tình trạng hồ sơ", "Read where dossiers stand"),
}
"""What an access token of a partner's system may be for. No role has these, no token has a right."""

CONTENT: Final = frozenset(
    {
        "dossier.receive",
        "dossier.process",
        "dossier.return",
        "dossier.view",
        "dossier.reassign",
        "dossier.urge",
        "dossier.approve",
        "dossier.except",
    }
)
"""Rights that show what a dossier holds: a server administrator has none of them (J-10)."""

SECOND_FACTOR: Final = frozenset(
    {
        "agency.manage",
        "account.approve",
        "group.manage",
        "calendar.manage",
        "role.grant",
        "role.manage",
        "procedure.publish",
        "token.manage",
        "system.operate",
        "system.settings",
        "audit.view",
    }
)
"""Rights of administrators: whoever holds one signs in with a second factor (N-08)."""

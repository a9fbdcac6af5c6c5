"""The merge fields as a list: name, group, type, Vietnamese and English title, sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

Row: TypeAlias = tuple[
    str, str, Literal["text", "number", "money", "moment", "list", "rows"], str, str, object
]

_AT: Final = "2026-06-22T08:30:00+07:00"
_LATER: Final = "2026-07-20T07:00:00+07:00"
_LATEST: Final = "2026-07-24T07:00:00+07:00"

TEXTS: Final[Mapping[str, tuple[Row, ...]]] = {
    "slip": (
        ("slip_number", "slip", "text", "Số phiếu", "Slip number", "128/PBS"),
        ("made_at", "slip", "moment", "Ngày lập phiếu", "Made at", _AT),
        ("made_by", "slip", "text", "Người lập phiếu", "Made by", "Trần Thị Minh Hạnh"),
        ("signer_role", "slip", "text", "Chức vụ người ký", "Signer's position", "GIÁM ĐỐC"),
        ("signer_name", "slip", "text", "Họ tên người ký", "Signer's name", "Lê Quang Vinh"),
    ),
    "agency": (
        ("upper_agency", "agency", "text", "Cơ quan cấp trên", "Agency above", "Ủy ban nhân dân tỉnh Quảng Trị"),
        ("agency", "agency", "text", "Cơ quan", "Agency", "Sở Xây dựng"),
        ("desk", "agency", "text", "Bộ phận tiếp nhận", "One-stop desk", "Trung tâm Phục vụ hành chính công"),
        ("desk_mark", "agency", "text", "Ký hiệu bộ phận", "Mark of the desk", "TTPVHCC"),
        ("place", "agency", "text", "Địa danh", "Place", "Quảng Trị"),
        ("agency_address", "agency", "text", "Địa chỉ cơ quan", "Agency's address", "45 Hùng Vương, Đông Hà"),
        ("agency_phone", "agency", "text", "Điện thoại cơ quan", "Agency's telephone", "0233 3852 529"),
    ),
    "dossier": (
        ("dossier_code", "dossier", "text", "Mã hồ sơ", "Dossier code", "000.00.15.H50-260622-0042"),
        ("look_up_address", "dossier", "text", "Địa chỉ tra cứu", "Look-up address",
         "https://dichvucong.example.vn/tra-cuu/000.00.15.H50-260622-0042"),
        ("receipt_codes", "dossier", "list", "Mã in trên giấy (mã vạch, QR)", "Codes on the receipt", "qr"),
        ("content", "dossier", "text", "Nội dung yêu cầu giải quyết", "What is asked for",
         "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
        ("channel", "dossier", "text", "Cách nộp: online, direct, post", "Way of filing", "direct"),
        ("submitted_at", "dossier", "moment", "Thời gian nộp", "Filed at", "2026-06-22T08:05:00+07:00"),
        ("accepted_at", "dossier", "moment", "Thời gian nhận hồ sơ", "Accepted at", _AT),
        ("appointment_at", "dossier", "moment", "Thời gian hẹn trả", "Appointment", _LATER),
        ("first_appointment_at", "dossier", "moment", "Hẹn trả lần đầu", "First appointment", _LATER),
        ("limit", "dossier", "text", "Thời gian giải quyết theo quy định", "Statutory time", "20 ngày làm việc"),
        ("received_by", "dossier", "text", "Người tiếp nhận", "Received by", "Trần Thị Minh Hạnh"),
        ("way_of_return", "dossier", "text", "Đăng ký nhận kết quả tại", "Result received at",
         "Trung tâm Phục vụ hành chính công"),
        ("sets", "dossier", "text", "Số lượng hồ sơ (bộ)", "Number of sets", "01"),
        ("book", "dossier", "text", "Quyển số", "Ledger volume", "2026"),
        ("book_row", "dossier", "text", "Số thứ tự trong sổ", "Row in the ledger", "0042"),
        ("papers", "dossier", "rows", "Thành phần hồ sơ nộp", "Papers handed in", None),
    ),
    "applicant": (
        ("applicant_name", "applicant", "text", "Người nộp hồ sơ", "Applicant", "Nguyễn Thị Hồng Nhung"),
        ("applicant_address", "applicant", "text", "Địa chỉ", "Address", "12 Lê Lợi, phường Nam Đông Hà"),
        ("applicant_phone", "applicant", "text", "Số điện thoại", "Telephone", "0914 552 187"),
        ("applicant_email", "applicant", "text", "Thư điện tử", "E-mail", "nhung@example.vn"),
        ("applicant_identity", "applicant", "text", "Số định danh", "Identity number", "045 188 002 417"),
        ("filed_by", "applicant", "text", "Người nộp thay", "Filed for him by", ""),
    ),
    "procedure": (
        ("procedure_name", "procedure", "text", "Tên thủ tục", "Procedure", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
        ("procedure_code", "procedure", "text", "Mã thủ tục", "Procedure code", "1.009994"),
        ("sector", "procedure", "text", "Lĩnh vực", "Sector", "Hoạt động xây dựng"),
    ),
    "guidance": (
        ("papers_needed", "content", "rows", "Thành phần hồ sơ", "Papers needed", None),
        ("fees", "content", "rows", "Phí, lệ phí", "Fees", None),
        ("limits", "content", "list", "Thời hạn giải quyết", "Time limits", "20 ngày làm việc"),
        ("results", "content", "list", "Kết quả", "Results", "Giấy phép xây dựng"),
        ("legal", "content", "list", "Căn cứ pháp lý", "Legal basis", "Luật Xây dựng số 50/2014/QH13"),
        ("manner", "content", "text", "Cách thức nộp", "How to file", "Trực tiếp, trực tuyến, bưu chính công ích"),
        ("subjects", "content", "text", "Đối tượng", "Applicants", "Cá nhân, hộ gia đình"),
        ("conditions", "content", "text", "Yêu cầu, điều kiện", "Conditions", ""),
        ("form_title", "content", "text", "Mẫu đơn, tờ khai", "Form", "Đơn đề nghị cấp giấy phép xây dựng"),
        ("form_address", "content", "text", "Địa chỉ nộp trực tuyến", "Address to file at",
         "https://dichvucong.example.vn/thu-tuc/1.009994"),
        ("competent_agency", "content", "text", "Cơ quan thực hiện", "Competent agency", "Ủy ban nhân dân cấp xã"),
    ),
    "supplement": (
        ("requests", "content", "list", "Nội dung cần bổ sung", "What is asked for", "Bản vẽ thiết kế xây dựng"),
        ("reason", "content", "text", "Lý do", "Reason", "Bản vẽ chưa có mặt bằng móng."),
        ("ground", "content", "text", "Căn cứ pháp lý", "Legal ground", ""),
        ("until", "content", "moment", "Bổ sung trước", "Supply before", _LATER),
        ("contact_phone", "content", "text", "Điện thoại liên hệ", "Contact's telephone", "0233 3852 529"),
    ),
    "refusal": (
        ("reason", "content", "text", "Lý do", "Reason", "Công trình thuộc diện miễn giấy phép."),
        ("reasons", "content", "rows", "Lý do của từng cơ quan", "Reasons by agency", None),
    ),
    "apology": (
        ("reason", "content", "text", "Lý do", "Reason", "Cần xác minh thực địa lần hai."),
        ("reasons", "content", "rows", "Lý do của từng cơ quan", "Reasons by agency", None),
        ("new_appointment_at", "content", "moment", "Hẹn trả lại", "New appointment", _LATEST),
        ("times", "content", "number", "Lần gia hạn thứ", "Which extension", 1),
        ("agency_in_charge", "content", "text", "Cơ quan giải quyết", "Agency in charge", "Sở Xây dựng"),
    ),
    "stop_notice": (
        ("reason", "content", "text", "Lý do, đề nghị dừng", "Reason, request", "Người nộp xin rút hồ sơ."),
        ("asked_at", "content", "moment", "Ngày đề nghị dừng", "Asked at", _AT),
        ("stage", "content", "text", "Hồ sơ đang ở bước", "Stage", "Thẩm định hồ sơ"),
        ("decision", "content", "text", "Quyết định dừng", "Decision", "Dừng giải quyết hồ sơ"),
        ("money", "content", "text", "Phí, lệ phí đã nộp", "Money paid", "Không thu; không phát sinh hoàn trả."),
    ),
    "control": (
        ("coordinating_agencies", "content", "text", "Cơ quan phối hợp", "Coordinating agencies", "Phòng Quản lý đô thị"),
        ("agency_in_charge", "content", "text", "Cơ quan giải quyết", "Agency in charge", "Sở Xây dựng"),
        ("hand_overs", "content", "rows", "Các lần giao, nhận", "Hand-overs", None),
    ),
    "extension": (
        ("reason", "content", "text", "Lý do gia hạn", "Reason", "Chờ ý kiến của cơ quan phòng cháy."),
        ("more_time", "content", "text", "Thời gian gia hạn", "More time", "2 ngày làm việc"),
        ("until", "content", "moment", "Gia hạn đến", "Until", _LATEST),
        ("times", "content", "number", "Lần gia hạn thứ", "Which extension", 1),
        ("lead_agency", "content", "text", "Cơ quan chủ trì", "Lead agency", "Sở Xây dựng"),
        ("agency_in_charge", "content", "text", "Cơ quan phối hợp", "Participating agency", "Công an tỉnh"),
    ),
    "satisfaction": (
        ("rating_address", "content", "text", "Địa chỉ đánh giá", "Rating address",
         "https://dichvucong.example.vn/tra-cuu/000.00.15.H50-260622-0042"),
    ),
    "ledger": (
        ("period_from", "content", "moment", "Từ ngày", "From", "2026-06-01T00:00:00+07:00"),
        ("period_to", "content", "moment", "Đến ngày", "To", "2026-06-30T00:00:00+07:00"),
        ("entries", "content", "rows", "Các hồ sơ", "Dossiers", None),
    ),
    "hand_over": (
        ("giver_agency", "content", "text", "Bên giao", "Handing over", "Trung tâm Phục vụ hành chính công"),
        ("receiver_agency", "content", "text", "Bên nhận", "Receiving", "Sở Xây dựng"),
        ("handed", "content", "rows", "Các hồ sơ bàn giao", "Dossiers", None),
    ),
    "result_hand_over": (
        ("giver_agency", "content", "text", "Bên giao", "Handing over", "Sở Xây dựng"),
        ("receiver_agency", "content", "text", "Bên nhận", "Receiving", "Trung tâm Phục vụ hành chính công"),
        ("handed", "content", "rows", "Các kết quả bàn giao", "Results", None),
    ),
}  # fmt: skip

ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    "papers": (
        ("name", "row", "text", "Tên giấy tờ", "Paper", "Đơn đề nghị cấp giấy phép xây dựng"),
        ("originals", "row", "text", "Bản chính", "Originals", "1"),
        ("certified", "row", "text", "Bản chứng thực", "Certified copies", ""),
        ("copies", "row", "text", "Bản photo", "Copies", ""),
        ("files", "row", "text", "Tệp", "Files", ""),
    ),
    "papers_needed": (
        ("name", "row", "text", "Tên giấy tờ", "Paper", "Đơn đề nghị cấp giấy phép xây dựng"),
        ("originals", "row", "text", "Bản chính", "Originals", "1"),
        ("copies", "row", "text", "Bản sao", "Copies", "0"),
        ("remark", "row", "text", "Ghi chú", "Remark", "Theo mẫu"),
    ),
    "fees": (
        ("name", "row", "text", "Khoản thu", "Charge", "Lệ phí cấp giấy phép"),
        ("amount", "row", "money", "Mức thu (đồng)", "Amount (đồng)", 75_000),
        ("channel", "row", "text", "Khi nộp", "When filed", "Mọi hình thức"),
    ),
    "reasons": (
        ("by", "row", "text", "Cơ quan", "Agency", "Công an tỉnh"),
        ("reason", "row", "text", "Lý do", "Reason", "Chờ thẩm duyệt phòng cháy."),
        ("until", "row", "moment", "Gia hạn đến", "Until", _LATEST),
    ),
    "hand_overs": (
        ("giver", "row", "text", "Bên giao: cơ quan, bước", "Handing over: agency, step",
         "Trung tâm Phục vụ hành chính công – Tiếp nhận hồ sơ"),
        ("giver_name", "row", "text", "Người giao", "Person", "Trần Thị Minh Hạnh"),
        ("giver_step", "row", "text", "Bước của bên giao", "Step", "Tiếp nhận hồ sơ"),
        ("receiver", "row", "text", "Bên nhận: cơ quan, bước", "Receiving: agency, step",
         "Sở Xây dựng – Thẩm định hồ sơ"),
        ("receiver_name", "row", "text", "Người nhận", "Person", "Phạm Văn Đức"),
        ("receiver_step", "row", "text", "Bước của bên nhận", "Step", "Thẩm định hồ sơ"),
        ("at", "row", "moment", "Thời gian giao, nhận", "At", _AT),
        ("result", "row", "text", "Kết quả (trước/đúng/quá hạn)", "Result", "Đúng hạn"),
        ("remark", "row", "text", "Ghi chú", "Remark", ""),
    ),
    "entries": (
        ("code", "row", "text", "Mã hồ sơ", "Dossier code", "000.00.15.H50-260622-0042"),
        ("content", "row", "text", "Tên thủ tục", "Procedure", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
        ("sets", "row", "text", "Số lượng hồ sơ (bộ)", "Sets", "1"),
        ("owner", "row", "text", "Họ tên chủ hồ sơ", "Owner", "Nguyễn Thị Hồng Nhung"),
        ("address", "row", "text", "Địa chỉ", "Address", "12 Lê Lợi, phường Nam Đông Hà"),
        ("phone", "row", "text", "Số điện thoại", "Telephone", "0914 552 187"),
        ("agency", "row", "text", "Cơ quan chủ trì giải quyết", "Agency in charge", "Sở Xây dựng"),
        ("accepted_at", "row", "moment", "Nhận hồ sơ", "Accepted at", _AT),
        ("appointment_at", "row", "moment", "Hẹn trả kết quả", "Appointment", _LATER),
        ("sent_at", "row", "moment", "Chuyển đến cơ quan giải quyết", "Sent to the agency", _AT),
        ("result_at", "row", "moment", "Nhận kết quả từ cơ quan giải quyết", "Result came", _LATER),
        ("returned_at", "row", "moment", "Ngày trả kết quả", "Handed over at", _LATER),
        ("giver", "row", "text", "Bên giao", "Handing over", "Trần Thị Minh Hạnh"),
        ("receiver", "row", "text", "Bên nhận", "Receiving", "Nguyễn Thị Hồng Nhung"),
        ("way", "row", "text", "Phương thức nhận kết quả", "Way of receiving", "Trực tiếp"),
        ("remark", "row", "text", "Ghi chú", "Remark", ""),
        ("status", "row", "text", "Tình trạng", "Status", "Đã trả kết quả"),
    ),
    "handed": (
        ("code", "row", "text", "Mã hồ sơ", "Dossier code", "000.00.15.H50-260622-0042"),
        ("content", "row", "text", "Nội dung giải quyết", "Content", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
        ("result", "row", "text", "Kết quả", "Result", "Giấy phép xây dựng"),
        ("owner", "row", "text", "Họ tên chủ hồ sơ", "Owner", "Nguyễn Thị Hồng Nhung"),
        ("address", "row", "text", "Địa chỉ", "Address", "12 Lê Lợi, phường Nam Đông Hà"),
        ("fee", "row", "money", "Phí, lệ phí", "Fee", 75_000),
        ("by_post", "row", "text", "Đăng ký trả qua bưu điện", "By post", "Không"),
        ("at", "row", "moment", "Thời gian", "At", _AT),
        ("remark", "row", "text", "Ghi chú", "Remark", ""),
    ),
}  # fmt: skip

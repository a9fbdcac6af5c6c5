"""What a row of the audit says to people: a sentence for every action, the groups that actions fall into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from motcua.domain.dossier.dossier import ACTIONS
from motcua.domain.text import Text

GROUPS: Final[Mapping[str, Text]] = {
    "account": Text("Tài khoản, đăng nhập", "Accounts, sign-in"),
    "view": Text("Xem dữ liệu cá nhân", "Views of personal data"),
    "dossier": Text("Xử lý hồ sơ", "Work on dossiers"),
    "export": Text("Kết xuất dữ liệu", "Exports"),
    "configuration": Text("Thay đổi cấu hình", "Changes of configuration"),
}

SENTENCES: Final[Mapping[str, Text]] = {
    "view": Text("Mở hồ sơ", "Opened the dossier"),
    "submit": Text("Gửi hồ sơ", "Sent the dossier"),
    "accept": Text("Tiếp nhận hồ sơ", "Accepted the dossier"),
    "claim": Text("Nhận việc", "Took up a step"),
    "release": Text("Trả việc về nhóm", "Gave a step back to its group"),
    "forward": Text("Hoàn thành bước, chuyển tiếp", "Finished a step and passed on"),
    "confirm_result": Text("Xác nhận có kết quả", "Confirmed the result"),
    "return_result": Text("Trả kết quả", "Returned the result"),
    "timer": Text("Đồng hồ hẹn đến giờ", "A timer fired"),
    "message": Text("Nhận thông điệp từ hệ thống khác", "Took in a message of another system"),
    "operation.answered": Text("Hệ thống khác trả lời", "Another system answered"),
    "operation.caught": Text("Hệ thống khác từ chối", "Another system refused"),
    "operation.failed": Text("Gọi hệ thống khác không được", "A call to another system failed"),
    "operation.retry": Text("Cho gọi lại hệ thống khác", "Had a call made again"),
    "operation.by_hand": Text("Nhập thay kết quả của hệ thống khác", "Answered a call by hand"),
    "sub_dossier": Text("Mở hồ sơ con", "Opened a dossier at another agency"),
    "sub_dossier.ended": Text("Hồ sơ con kết thúc", "A dossier opened at another agency ended"),
    "operation.given_up": Text("Báo lỗi cuộc gọi, đi nhánh khác", "Ended a call with an error"),
    "dossier.migrate": Text("Chuyển hồ sơ sang phiên bản khác", "Moved the dossier to another version"),
    "dossier.migrate_refused": Text(
        "Không chuyển được sang phiên bản khác, lượt {subject}", "Stayed with its version in run {subject}"
    ),
    "bulk.start": Text("Làm hàng loạt, lượt {subject}", "Began an action on many dossiers, run {subject}"),
    "bulk.refused": Text(
        "Không làm được trong lượt hàng loạt {subject}", "Refused in the run {subject} over many dossiers"
    ),
    "payment.begin": Text("Mở thanh toán trực tuyến {subject}", "Began online payment {subject}"),
    "payment.surplus": Text("Nhận tiền nộp thừa", "Received money beyond what was owed"),
    "file.quarantined": Text("Khóa một tệp có mã độc", "Locked away a file with malware"),
    "assist.code": Text("Gửi mã để nộp giúp người dân", "Sent a code to file for a citizen"),
    "slip.attach": Text("Phiếu có hiệu lực", "A slip came into force"),
    "slip.print": Text("In phiếu, sổ: {subject}", "Printed {subject}"),
    "signature.begin": Text("Ra lệnh ký số, lượt {subject}", "Ordered documents to be signed, run {subject}"),
    "signature.attach": Text("Nộp tệp để ký số", "Handed in a document to be signed"),
    "signature.sign": Text("Ký số văn bản", "Signed a document"),
    "signing_key.register": Text("Đăng ký khóa ký số của {subject}", "Registered a signing key of {subject}"),
    "signing_key.withdraw": Text("Thu hồi khóa ký số của {subject}", "Withdrew a signing key of {subject}"),
    "signing_key.give": Text("Giao con dấu số của {subject}", "Gave the seal of {subject}"),
    "signing_key.take_back": Text("Thu lại con dấu số của {subject}", "Took back the seal of {subject}"),
    "receipt.void": Text("Hủy biên lai số {subject}", "Voided receipt {subject}"),
    "message.again": Text(
        "Cho gửi lại tin về hồ sơ {subject}", "Had a message about dossier {subject} sent again"
    ),
    "procedure.release": Text(
        "Công bố phiên bản thủ tục {subject}", "Released a version of procedure {subject}"
    ),
    "account.register": Text("Đăng ký tài khoản", "Registered an account"),
    "account.sign_in": Text("Đăng nhập", "Signed in"),
    "account.sign_in_failed": Text("Đăng nhập sai", "Failed to sign in"),
    "account.sign_out": Text("Đăng xuất", "Signed out"),
    "account.sign_out_everywhere": Text("Đăng xuất mọi nơi", "Signed out everywhere"),
    "account.second_place": Text("Đăng nhập cùng lúc ở nơi thứ hai", "Signed in at a second place at once"),
    "account.lock": Text(
        "Tài khoản bị khóa vì đăng nhập sai nhiều lần", "Locked after too many wrong passwords"
    ),
    "account.unlock_screen": Text("Mở khóa màn hình", "Unlocked the screen"),
    "terms.accept": Text("Đồng ý điều khoản sử dụng", "Accepted the terms of use"),
    "terms.publish": Text("Công bố điều khoản sử dụng", "Published the terms of use"),
    "talk.ask": Text("Người nộp hỏi về hồ sơ", "The applicant wrote about the dossier"),
    "talk.answer": Text("Trả lời người nộp", "Answered the applicant"),
    "result.attach": Text("Đính kèm tệp kết quả", "Attached the file of a result"),
    "result.open": Text("Mở kết quả số {subject}", "Opened result {subject}"),
    "result.fetch": Text("Người được cấp tải kết quả số {subject}", "The holder fetched result {subject}"),
    "result.revoke": Text("Thu hồi kết quả số {subject}", "Revoked result {subject}"),
    "result.replace": Text("Thay kết quả số {subject}", "Replaced result {subject}"),
    "result.limit": Text(
        "Đặt ngày hết giá trị của kết quả số {subject}", "Set the last day of result {subject}"
    ),
    "result.reuse": Text(
        "Dùng kết quả số {subject} cho hồ sơ khác", "Used result {subject} in another dossier"
    ),
    "result.taken": Text("Lấy kết quả đã cấp làm giấy tờ", "Took an issued result as a paper"),
    "copy.certify": Text("Chứng thực bản sao điện tử số {subject}", "Certified electronic copy {subject}"),
    "copy.book": Text("Mở sổ chứng thực năm {subject}", "Opened the book of certifications of {subject}"),
    "stored_paper.remove": Text("Xóa giấy tờ khỏi kho của mình", "Deleted a paper from his own store"),
    "account.profile": Text("Sửa thông tin dùng để điền sẵn", "Changed what forms are filled in from"),
    "draft.purge": Text("Xóa bản nháp hết hạn", "Deleted forms whose time was over"),
    "draft.reuse": Text(
        "Trả lời việc điền sẵn thông tin đã có", "Answered about information to be filled in"
    ),
    "draft.reuse_for": Text(
        "Lấy thông tin đã có của người nộp theo số định danh", "Filled in what the applicant had given before"
    ),
    "dossier.reuse_for": Text(
        "Đọc hồ sơ để điền sẵn hồ sơ mới tại quầy", "Read the dossier to fill in a new one at the counter"
    ),
    "account.request": Text("Đề nghị về tài khoản {subject}", "Made a request about account {subject}"),
    "account.approve": Text(
        "Duyệt đề nghị về tài khoản {subject}", "Approved a request about account {subject}"
    ),
    "account.refuse": Text(
        "Từ chối đề nghị về tài khoản {subject}", "Refused a request about account {subject}"
    ),
    "account.issue": Text("Cấp tài khoản {subject}", "Issued account {subject}"),
    "account.withdraw": Text("Thu hồi tài khoản {subject}", "Withdrew account {subject}"),
    "account.block": Text("Khóa tài khoản {subject}", "Blocked account {subject}"),
    "account.join": Text("Gộp hai tài khoản của một người", "Two accounts of one person joined"),
    "account.set_aside": Text(
        "Khóa tài khoản {subject} vì số định danh đã được người khác chứng minh",
        "Set account {subject} aside: its identification number was proven by somebody else",
    ),
    "account.unblock": Text("Mở khóa tài khoản {subject}", "Unblocked account {subject}"),
    "account.password_changed": Text("Đổi mật khẩu", "Changed the password"),
    "account.password_recovered": Text("Lấy lại mật khẩu", "Recovered the password"),
    "account.recovery_asked": Text("Xin lấy lại mật khẩu", "Asked to recover the password"),
    "account.recovery_code": Text("Đăng nhập bằng mã dự phòng", "Signed in with a recovery code"),
    "account.recovery_codes_renewed": Text("Tạo lại mã dự phòng", "Renewed the recovery codes"),
    "account.contact_verified": Text("Xác minh liên hệ", "Verified the contact"),
    "account.contact_corrected": Text("Sửa liên hệ", "Corrected the contact"),
    "account.factor_set_up": Text("Đặt yếu tố xác thực thứ hai", "Set up the second factor"),
    "account.factor_removed": Text("Bỏ yếu tố xác thực thứ hai", "Removed the second factor"),
    "account.factor_reset": Text(
        "Đặt lại yếu tố thứ hai của {subject}", "Reset the second factor of {subject}"
    ),
    "account.factor_failed": Text("Nhập sai mã xác thực thứ hai", "Gave a wrong second factor"),
    "account.identity": Text("Đăng nhập qua hệ thống định danh", "Signed in through an identity provider"),
    "role.grant": Text("Giao vai trò cho {subject}", "Gave {subject} a role"),
    "role.revoke": Text("Thu lại vai trò của {subject}", "Took a role from {subject}"),
    "role.change": Text("Sửa quyền của vai trò {subject}", "Changed the rights of role {subject}"),
    "agency.add": Text("Thêm cơ quan {subject}", "Added agency {subject}"),
    "agency.change": Text("Sửa cơ quan {subject}", "Changed agency {subject}"),
    "agency.call_off": Text("Hủy quyết định về cơ quan {subject}", "Called off a decision about {subject}"),
    "agency.move": Text("Chuyển cơ quan {subject}", "Moved agency {subject}"),
    "agency.moved": Text("Dời theo quyết định về cơ quan", "Moved by a decision about the agency"),
    "agency.tracks": Text("Cơ quan {subject} chỉ theo dõi", "Agency {subject} only tracks"),
    "agency.runs": Text("Cơ quan {subject} không còn chỉ theo dõi", "Agency {subject} no longer only tracks"),
    "draft.create": Text("Bắt đầu bản thảo quy trình {subject}", "Began a draft of process {subject}"),
    "draft.save": Text("Sửa bản thảo quy trình {subject}", "Changed the draft of process {subject}"),
    "draft.change": Text("Sửa thông tin bản thảo {subject}", "Changed what is said of draft {subject}"),
    "draft.discard": Text("Bỏ bản thảo quy trình {subject}", "Threw away the draft of process {subject}"),
    "draft.submit": Text("Gửi phê duyệt quy trình {subject}", "Sent process {subject} for approval"),
    "draft.withdraw": Text("Rút lại quy trình đã gửi {subject}", "Took back process {subject} from approval"),
    "draft.send_back": Text("Trả lại quy trình {subject}", "Sent process {subject} back"),
    "draft.decision": Text(
        "Ghi quyết định của quy trình {subject}", "Wrote down the decision of process {subject}"
    ),
    "draft.warn_soon": Text(
        "Nhắc sắp hết hạn kích hoạt {subject}", "Warned that {subject} must soon be in force"
    ),
    "draft.warn_late": Text(
        "Nhắc đã quá hạn kích hoạt {subject}", "Warned that {subject} is late to be in force"
    ),
    "form.create": Text("Bắt đầu bản thảo biểu mẫu {subject}", "Began a draft of form {subject}"),
    "form.save": Text("Sửa bản thảo biểu mẫu {subject}", "Changed the draft of form {subject}"),
    "form.cases": Text("Sửa ca kiểm thử biểu mẫu {subject}", "Changed the test cases of form {subject}"),
    "form.discard": Text("Bỏ bản thảo biểu mẫu {subject}", "Threw away the draft of form {subject}"),
    "form.publish": Text("Công bố biểu mẫu {subject}", "Published form {subject}"),
    "form.republish": Text(
        "Công bố lại biểu mẫu {subject} theo trường dùng chung",
        "Published form {subject} after a shared field",
    ),
    "slip_template.begin": Text(
        "Bắt đầu bản thảo mẫu phiếu {subject}", "Began a draft of slip template {subject}"
    ),
    "slip_template.save": Text(
        "Sửa bản thảo mẫu phiếu {subject}", "Changed the draft of slip template {subject}"
    ),
    "slip_template.discard": Text(
        "Bỏ bản thảo mẫu phiếu {subject}", "Threw away the draft of slip template {subject}"
    ),
    "slip_template.publish": Text("Công bố mẫu phiếu {subject}", "Published slip template {subject}"),
    "slip_template.withdraw": Text("Ngừng dùng mẫu phiếu {subject}", "Withdrew slip template {subject}"),
    "shared_field.create": Text("Thêm trường dùng chung {subject}", "Added shared field {subject}"),
    "shared_field.publish": Text("Sửa trường dùng chung {subject}", "Changed shared field {subject}"),
    "shared_field.republish": Text(
        "Công bố lại các biểu mẫu dùng trường {subject}", "Published forms anew that use field {subject}"
    ),
    "version.approve": Text("Phê duyệt phiên bản của {subject}", "Approved a version of {subject}"),
    "version.schedule": Text("Đổi ngày hiệu lực của {subject}", "Changed the effective day of {subject}"),
    "version.confirm": Text(
        "Cho kích hoạt phiên bản của {subject}", "Released a version of {subject} for activation"
    ),
    "version.hold": Text(
        "Chưa kích hoạt được phiên bản của {subject}", "A version of {subject} could not come into force"
    ),
    "version.activate": Text("Kích hoạt phiên bản của {subject}", "Put a version of {subject} into force"),
    "version.supersede": Text(
        "Bỏ qua phiên bản đã bị thay của {subject}", "Passed over a replaced version of {subject}"
    ),
    "version.call_off": Text(
        "Hủy phiên bản chờ kích hoạt của {subject}", "Called off a waiting version of {subject}"
    ),
    "version.migrate": Text(
        "Chuyển hồ sơ sang phiên bản khác: {subject}", "Moved dossiers to another version: {subject}"
    ),
    "version.abolish": Text("Bãi bỏ thủ tục {subject}", "Abolished procedure {subject}"),
    "request.file": Text("Đề nghị sửa thủ tục {subject}", "Asked for a change of procedure {subject}"),
    "request.ask": Text("Xin ý kiến về đề nghị sửa {subject}", "Asked for opinions on changing {subject}"),
    "request.opinion": Text("Cho ý kiến về đề nghị sửa {subject}", "Gave an opinion on changing {subject}"),
    "request.approve": Text("Đồng ý đề nghị sửa {subject}", "Approved a request to change {subject}"),
    "request.refuse": Text("Không đồng ý đề nghị sửa {subject}", "Refused a request to change {subject}"),
    "procedure.review": Text("Rà soát thủ tục {subject}", "Reviewed procedure {subject}"),
    "outage.declare": Text("Ghi nhận sự cố hệ thống số {subject}", "Recorded outage {subject}"),
    "outage.close": Text("Đóng sự cố hệ thống số {subject}", "Closed outage {subject}"),
    "trust.add": Text("Tin cậy tổ chức chứng thực {subject}", "Trusted the authority {subject}"),
    "trust.change": Text("Đổi nơi tra cứu thu hồi của {subject}", "Changed where {subject} is asked"),
    "trust.remove": Text(
        "Thôi tin cậy tổ chức chứng thực {subject}", "Trusted the authority {subject} no more"
    ),
    "dossier.seal": Text(
        "Niêm phong hồ sơ bằng chữ ký số, lần {subject}", "Sealed the dossier, seal {subject}"
    ),
    "dossier.seal_download": Text("Tải gói hồ sơ niêm phong", "Downloaded the sealed package"),
    "calendar.add": Text("Thêm lịch làm việc {subject}", "Added working calendar {subject}"),
    "calendar.change": Text("Sửa lịch làm việc {subject}", "Changed working calendar {subject}"),
    "calendar.moved": Text("Hạn dời theo lịch làm việc", "Deadlines moved with the calendar"),
    "group.change": Text("Sửa nhóm tài khoản {subject}", "Changed account group {subject}"),
    "group.export": Text("Kết xuất các nhóm của {subject}", "Exported the groups of {subject}"),
    "group.replace": Text("Thay người trong các nhóm: {subject}", "Replaced a person in groups: {subject}"),
    "delegation.begin": Text("Ủy quyền xử lý: {subject}", "Delegated work: {subject}"),
    "delegation.end": Text("Chấm dứt ủy quyền: {subject}", "Ended a delegation: {subject}"),
    "absence.announce": Text("Báo vắng mặt: {subject}", "Announced an absence: {subject}"),
    "absence.end": Text("Kết thúc vắng mặt: {subject}", "Ended an absence: {subject}"),
    "token.issue": Text("Cấp khóa kết nối {subject}", "Issued access token {subject}"),
    "token.revoke": Text("Thu hồi khóa kết nối {subject}", "Revoked access token {subject}"),
    "token.take_over": Text("Nhận quản lý khóa kết nối {subject}", "Took over access token {subject}"),
    "answers.export": Text(
        "Kết xuất tờ khai của thủ tục {subject}", "Exported declarations of procedure {subject}"
    ),
    "audit.export": Text("Kết xuất nhật ký", "Exported the log"),
    "audit.digest": Text(
        "Lấy bản tóm lược nhật ký ngày {subject}", "Took the digest of the log of {subject}"
    ),
}
"""Actions by their key; `{subject}` is what the action was done to."""


def sentence(action: str, subject: str) -> Text:
    """What was done; an action on a dossier goes by its name, one without a sentence by its key."""
    words = SENTENCES.get(action)
    if words is not None:
        return words.format(subject=subject)
    declared = ACTIONS.get(action)
    return declared.name if declared is not None else Text(action, action)

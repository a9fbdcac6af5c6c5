/* Every text of bpmn-js that our users can meet, in Vietnamese. */
import { isEnglish } from './language.js';

const START = 'Sự kiện bắt đầu';
const CATCH = 'Chờ';
const THROW = 'Phát';
const BORDER = 'Gắn ở mép bước: ';
const END = 'Kết thúc';
const BESIDE = ' (không ngắt)';

const vietnamese = {
  'Activate hand tool': 'Kéo bản vẽ',
  'Activate lasso tool': 'Chọn một vùng',
  'Activate create/remove space tool': 'Thêm, bớt chỗ trống',
  'Activate global connect tool': 'Nối hai phần tử',
  'Add lane above': 'Thêm làn phía trên',
  'Add lane below': 'Thêm làn phía dưới',
  'Divide into two lanes': 'Chia thành hai làn',
  'Divide into three lanes': 'Chia thành ba làn',
  'Add text annotation': 'Thêm ghi chú',
  'Append end event': 'Thêm kết thúc',
  'Append gateway': 'Thêm điểm rẽ',
  'Append task': 'Thêm bước',
  'Append receive task': 'Thêm bước nhận thông điệp',
  'Append intermediate/boundary event': 'Thêm sự kiện',
  'Append message intermediate catch event': 'Chờ thông điệp',
  'Append timer intermediate catch event': 'Chờ hết thời gian',
  'Append signal intermediate catch event': 'Chờ tín hiệu',
  'Change element': 'Đổi loại phần tử',
  'Connect to other element': 'Nối tới phần tử khác',
  'Connect using association': 'Nối ghi chú',
  'Delete': 'Xóa',
  'Search in diagram': 'Tìm trong bản vẽ',
  'No results found': 'Không tìm thấy',
  'Open {element}': 'Mở {element}',
  'Loop': 'Lặp khi điều kiện còn đúng',
  'Parallel multi-instance': 'Lặp đồng thời theo danh sách',
  'Sequential multi-instance': 'Lặp lần lượt theo danh sách',
  'Toggle non-interrupting': 'Đổi ngắt hoặc không ngắt',
  'Participant multiplicity': 'Nhiều bên tham gia',
  'User task': 'Bước do người làm',
  'Manual task': 'Bước làm tay',
  'Service task': 'Bước gọi hệ thống khác',
  'Send task': 'Bước gửi thông điệp',
  'Receive task': 'Bước nhận thông điệp',
  'Business rule task': 'Bước hỏi bảng quyết định',
  'Call activity': 'Gọi quy trình khác',
  'Sub-process': 'Quy trình con',
  'Sub-process (collapsed)': 'Quy trình con (thu gọn)',
  'Sub-process (expanded)': 'Quy trình con (mở)',
  'Event sub-process': 'Quy trình con theo sự kiện',
  'Exclusive gateway': 'Rẽ một nhánh',
  'Parallel gateway': 'Rẽ mọi nhánh cùng lúc',
  'Inclusive gateway': 'Rẽ các nhánh đúng điều kiện',
  'Event-based gateway': 'Rẽ theo sự kiện đến trước',
  'Expanded pool/participant': 'Khung quy trình',
  'Empty pool/participant': 'Khung trống',
  'Sequence flow': 'Đường đi',
  'Default flow': 'Đường mặc định',
  'Conditional flow': 'Đường có điều kiện',
  'Start event': START,
  'End event': END,
  'Boundary event': 'Sự kiện ở mép bước',
  'Intermediate throw event': 'Sự kiện giữa đường',
  'Terminate end event': `${END} mọi nhánh`,
};

const KINDS = {
  Message: 'thông điệp', Timer: 'thời gian', Signal: 'tín hiệu', Error: 'lỗi', Escalation: 'báo vượt cấp',
};
Object.entries(KINDS).forEach(([english, kind]) => {
  vietnamese[`${english} start event`] = `${START}: ${kind}`;
  vietnamese[`${english} start event (non-interrupting)`] = `${START}: ${kind}${BESIDE}`;
  vietnamese[`${english} intermediate catch event`] = `${CATCH} ${kind}`;
  vietnamese[`${english} intermediate throw event`] = `${THROW} ${kind}`;
  vietnamese[`${english} boundary event`] = `${BORDER}${kind}`;
  vietnamese[`${english} boundary event (non-interrupting)`] = `${BORDER}${kind}${BESIDE}`;
  vietnamese[`${english} end event`] = `${END}, phát ${kind}`;
});

/** The translate service of diagram-js in the page's language. */
export function translate(template, replacements = {}) {
  const text = isEnglish ? template : (vietnamese[template] ?? template);
  return text.replace(/{([^}]+)}/g, (whole, key) => replacements[key] ?? whole);
}

/* What only some kinds of questions have: limits, files and their papers, formulas, rows. */
import { h } from '../designer/dom.js';
import { choiceField, choicesField, textField } from '../designer/fields.js';
import { t } from '../designer/language.js';
import { setEnglish } from './edits.js';
import { NUMBERS, kindOf } from './kinds.js';
import { at, fieldsOf, placeOf, put } from './schema.js';
import { formulaInWords, labelOf } from './sentences.js';

const TEXTS = ['text', 'long_text', 'full_name', 'identifier'];
const SIGNS = [['+', t('cộng', 'plus')], ['-', t('trừ', 'minus')], ['*', t('nhân', 'times')], ['/', t('chia', 'divided by')], ['(', t('mở ngoặc', 'opening bracket')], [')', t('đóng ngoặc', 'closing bracket')]];

/** A bound: a number, or nothing. */
function number({ word, node }, name, label, isWhole = true) {
  return textField({
    name, label, value: node[name] === undefined ? '' : String(node[name]), attributes: { inputmode: isWhole ? 'numeric' : 'decimal', maxlength: 18 },
    write: (typed) => {
      const value = Number(typed.replace(/\s/g, '').replace(',', '.'));
      if (!typed) word(name, undefined);
      else if (!Number.isNaN(value) && (!isWhole || Number.isInteger(value))) word(name, value);
    },
  });
}

const line = ({ node, word }, name, label, help, attributes = {}) => textField({ name, label, help, value: node[name] ?? '', attributes, write: (value) => word(name, value) });

export function limitFields(about) {
  const { kind, node } = about;
  const isText = TEXTS.includes(kind) || node.type === 'string';
  const hasExample = TEXTS.includes(kind) || ['phone', 'personal_id', 'tax_code', 'email', 'number', 'integer', 'money', 'partial_day'].includes(kind);
  return [
    hasExample ? line(about, 'x-example', t('Ví dụ', 'Example')) : null,
    TEXTS.includes(kind) ? number(about, 'minLength', t('Ít nhất mấy ký tự', 'Fewest characters')) : null,
    TEXTS.includes(kind) ? number(about, 'maxLength', t('Nhiều nhất mấy ký tự', 'Most characters')) : null,
    kind === 'identifier' ? number(about, 'x-digits', t('Đúng mấy chữ số', 'Exact number of digits')) : null,
    kind === 'text' || kind === 'identifier' ? line(about, 'pattern', t('Khuôn (biểu thức)', 'Pattern'), t('Bắt đầu bằng ^ và kết thúc bằng $', 'Begins with ^ and ends with $')) : null,
    ...(NUMBERS.includes(kind) && kind !== 'computed' ? [number(about, 'minimum', t('Nhỏ nhất', 'Least'), node.type === 'integer'), number(about, 'maximum', t('Lớn nhất', 'Most'), node.type === 'integer')] : []),
    ...(['date', 'partial_day'].includes(kind) ? [
      line(about, 'x-min', t('Sớm nhất', 'Earliest'), t('1900-01-01, today, today-18y', '1900-01-01, today, today-18y')), line(about, 'x-max', t('Muộn nhất', 'Latest'), t('today, today+30d', 'today, today+30d')),
    ] : []),
    ...(['rows', 'choices', 'business_lines', 'family'].includes(kind) ? [number(about, 'minItems', t('Ít nhất mấy dòng hoặc lựa chọn', 'Fewest rows or choices')), number(about, 'maxItems', t('Nhiều nhất mấy dòng hoặc lựa chọn', 'Most rows or choices'))] : []),
    ['text', 'number', 'integer', 'money'].includes(kind) ? line(about, 'x-suffix', t('Chữ đứng sau ô', 'Words behind the input'), t('đồng, m², người…', 'VND, m², people…')) : null,
    isText || kind === 'rows' ? line(about, 'x-error', t('Câu báo khi sai', 'Sentence when it is wrong')) : null,
    (isText || kind === 'rows') && node['x-error'] ? textField({ name: 'error-en', label: t('Câu báo khi sai, tiếng Anh', 'The same in English'), value: node['x-en']?.error, write: (value) => about.app.edit((schema) => setEnglish(schema, about.path, 'error', value)) }) : null,
    defaultField(about),
  ];
}

function defaultField({ app, path, kind, node, word }) {
  const isInside = placeOf(path).container.length > 0;
  if (isInside || ![...TEXTS, 'number', 'integer', 'money', 'choice', 'select', 'yes_no'].includes(kind)) return null;
  if (Array.isArray(node.enum) || kind === 'yes_no') {
    const values = kind === 'yes_no' ? [true, false] : node.enum;
    const names = kind === 'yes_no' ? [t('Có', 'Yes'), t('Không', 'No')] : values.map((one) => node['x-labels']?.[one] ?? String(one));
    const at_ = values.indexOf(node.default);
    return choiceField({ name: 'default', label: t('Chọn sẵn', 'Chosen at first'), value: at_ < 0 ? '' : String(at_), empty: t('Không', 'None'), options: names.map((name, index) => ({ key: String(index), name })), write: (index) => word('default', index === '' ? undefined : values[index]) });
  }
  const isNumber = NUMBERS.includes(kind);
  return textField({ name: 'default', label: t('Điền sẵn', 'Filled in at first'), value: node.default === undefined ? '' : String(node.default), write: (typed) => {
    const value = isNumber ? Number(typed.replace(',', '.')) : typed;
    if (!typed || !Number.isNaN(value)) app.edit((schema) => put(schema, [...path, 'default'], typed ? value : undefined));
  } });
}

/** What stands in sight because the kind is about it. */
export function ownFields(about) {
  const { kind } = about;
  if (kind === 'file') return fileFields(about);
  if (kind === 'computed') return formulaFields(about);
  return kind === 'rows' ? rowFields(about) : [];
}

function fileFields({ app, node, word }) {
  const kinds = [['pdf', 'PDF'], ['image', t('ảnh', 'image')], ['docx', 'Word'], ['xlsx', 'Excel']].map(([key, name]) => ({ key, name }));
  return [
    app.facts.papers.length
      ? choiceField({ name: 'component', label: t('Thành phần hồ sơ', 'Dossier component'), value: node['x-component'] ?? '', options: app.facts.papers, empty: t('Không gắn', 'None'), help: t('Giấy tờ của thủ tục mà tệp này nộp thay.', 'The paper of the procedure that this file answers.'), write: (value) => word('x-component', value) })
      : textField({ name: 'component', label: t('Thành phần hồ sơ', 'Dossier component'), value: node['x-component'] ?? '', help: t('Chưa thủ tục nào dùng biểu mẫu này; ghi mã giấy tờ trong phiếu thủ tục.', 'No procedure uses the form yet; enter the key of the paper in its sheet.'), write: (value) => word('x-component', value) }),
    choicesField({ name: 'accept', label: t('Nhận tệp', 'Accepted files'), values: node['x-accept'] ?? [], options: kinds, write: (values) => word('x-accept', values.length ? values : undefined) }),
    number({ node, word }, 'x-max-mb', t('Nặng nhất (MB)', 'Largest (MB)')),
  ];
}

/** A formula: its questions and signs are chosen, or it is typed. What is wrong with it stands above, among the findings. */
function formulaFields({ app, path, node, word }) {
  const others = fieldsOf(app.schema, placeOf(path).container).filter((one) => one.path.join() !== path.join());
  const nodes = new Map(others.map((one) => [one.key, one.node]));
  const formula = node['x-formula'] ?? '';
  const append = (part) => word('x-formula', `${formula === '0' ? '' : formula} ${part}`.trim());
  const numbers = others.filter((one) => NUMBERS.includes(kindOf(one.node)));
  return [
    h('p', { class: 'panel-sentence' }, `= ${formulaInWords(formula, nodes)}`),
    h('div', { class: 'panel-field' }, h('label', { for: 'fd-term' }, t('Thêm câu hỏi vào công thức', 'Add a question to the formula')),
      h('select', { id: 'fd-term', name: 'term', class: 'form-select', onchange: (event) => event.target.value && append(event.target.value) },
        h('option', { value: '' }, t('Chọn câu hỏi…', 'Choose…')), numbers.map((one) => h('option', { value: one.key }, labelOf(one.node, one.key))))),
    h('div', { class: 'fd-signs', role: 'group', 'aria-label': t('Phép tính', 'Operators') }, SIGNS.map(([sign, words]) => h('button', { type: 'button', class: 'btn btn-secondary btn-small', name: `sign.${sign}`, 'aria-label': words, onclick: () => append(sign) }, sign)),
      h('button', { type: 'button', class: 'btn btn-link', name: 'sign.clear', onclick: () => word('x-formula', '0') }, t('Xóa công thức', 'Clear'))),
    textField({ name: 'formula', label: t('Công thức', 'Formula'), value: formula, long: true, write: (value) => word('x-formula', value || '0') }),
  ];
}

function rowFields({ app, path }) {
  const place = [...path, 'items'];
  const items = at(app.schema, place);
  if (!items) return [];
  return [
    textField({ name: 'row-name', label: t('Tên một dòng', 'Name of one row'), value: items.title, write: (value) => app.edit((schema) => put(schema, [...place, 'title'], value || undefined)) }),
    textField({ name: 'row-name-en', label: t('Tên một dòng, tiếng Anh', 'Name of one row, English'), value: items['x-en']?.title, write: (value) => app.edit((schema) => setEnglish(schema, place, 'title', value)) }),
  ];
}

/* When a question is asked and when it must be answered, chosen by question, operator and value. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { listPath, readChoices } from './choices.js';
import { readAsked } from './conditions.js';
import { setAsked } from './edits.js';
import { icon } from './icons.js';
import { NUMBERS, kindOf } from './kinds.js';
import { at, fieldsOf, placeOf } from './schema.js';
import { OPERATOR_WORDS, labelOf, sentenceOf } from './sentences.js';

export function askedFields({ app, path, kind }) {
  const { container, key } = placeOf(path);
  const asked = readAsked(at(app.schema, container), key);
  if (asked.isByHand) {
    return [h('p', { class: 'panel-help' }, t('Điều kiện của câu hỏi này được viết tay và được giữ nguyên. Sửa ở lược đồ của biểu mẫu hoặc nhóm chứa nó.', 'The condition of this question is written by hand and is kept. Change it in the schema of the form or group around it.'))];
  }
  const others = fieldsOf(app.schema, container).filter((one) => one.key !== key && operatorsOf(one.node).length);
  const write = (changed) => app.edit((schema) => setAsked(schema, path, { ...asked, ...changed }));
  const first = others[0] && fresh(others[0]);
  const nodes = new Map(fieldsOf(app.schema, container).map((one) => [one.key, one.node]));
  const about = { others, nodes };
  const must = asked.must === true ? 'yes' : asked.must ? 'if' : 'no';
  return [
    select('shown', t('Hỏi khi nào', 'Asked'), asked.shown ? 'if' : 'always', [['always', t('Luôn hỏi', 'Always')], ['if', t('Chỉ hỏi khi…', 'Only if…')]],
      (value) => write({ shown: value === 'if' ? { join: 'all', rows: [first] } : null }), !first),
    asked.shown ? conditionField('shown', asked.shown, about, (shown) => write({ shown })) : null,
    // What is worked out is answered by the form itself.
    kind === 'computed' ? null : select('must', t('Bắt buộc trả lời', 'Must be answered'), must, [['no', t('Không', 'No')], ['yes', asked.shown ? t('Có, khi được hỏi', 'Yes, when asked') : t('Có', 'Yes')], ['if', t('Chỉ bắt buộc khi…', 'Only if…')]],
      (value) => write({ must: { no: false, yes: true, if: first && { join: 'all', rows: [first] } }[value] ?? false }), false),
    must === 'if' ? conditionField('must', asked.must, about, (changed) => write({ must: changed })) : null,
  ];
}

function select(name, label, value, options, write, isOff) {
  return h('div', { class: 'panel-field' }, h('label', { for: `fd-${name}` }, label),
    h('select', { id: `fd-${name}`, name, class: 'form-select', onchange: (event) => write(event.target.value) },
      options.map(([key, words]) => h('option', { value: key, selected: key === value, disabled: key === 'if' && isOff }, words))));
}

/** The rows of a condition, and the sentence that they make. */
function conditionField(name, condition, { others, nodes }, write) {
  const { join, rows } = condition;
  const put = (index, row) => write({ join, rows: rows.map((one, place) => (place === index ? row : one)) });
  return h('fieldset', { class: 'panel-line' }, h('legend', {}, name === 'shown' ? t('Chỉ hỏi khi', 'Asked only if') : t('Bắt buộc khi', 'Required if')),
    h('p', { class: 'panel-sentence' }, sentenceOf(condition, nodes)),
    rows.length > 1 ? select(`${name}.join`, t('Nối các dòng', 'Rows are joined by'), join, [['all', t('và (mọi dòng đều đúng)', 'and (all are true)')], ['any', t('hoặc (một dòng đúng là đủ)', 'or (one is enough)')]], (value) => write({ join: value, rows })) : null,
    rows.map((row, index) => rowField(`${name}.${index}`, row, others, (changed) => put(index, changed), rows.length > 1 ? () => write({ join, rows: rows.filter((one) => one !== row) }) : null)),
    h('button', { type: 'button', class: 'btn btn-link', name: `${name}.add`, onclick: () => write({ join, rows: [...rows, fresh(others[0])] }) }, icon('plus-lg'), ` ${t('Thêm dòng', 'Add a row')}`));
}

function rowField(name, row, others, write, remove) {
  const field = others.find((one) => one.key === row.field) ?? { key: row.field, node: {} };
  const options = others.includes(field) ? others : [field, ...others];
  return h('div', { class: 'fd-row' },
    h('select', { class: 'form-select', name: `${name}.field`, 'aria-label': t('Câu hỏi', 'Question'), onchange: (event) => write(fresh(options.find((one) => one.key === event.target.value))) },
      options.map((one) => h('option', { value: one.key, selected: one.key === row.field }, labelOf(one.node, one.key)))),
    h('select', { class: 'form-select', name: `${name}.operator`, 'aria-label': t('So sánh', 'Comparison'), onchange: (event) => write(withOperator(field, row, event.target.value)) },
      operatorsOf(field.node, row.operator).map((one) => h('option', { value: one, selected: one === row.operator }, OPERATOR_WORDS[one]))),
    valueField(name, row, field.node, write),
    remove ? h('button', { type: 'button', class: 'btn btn-quiet', name: `${name}.remove`, 'aria-label': t('Bỏ dòng', 'Remove row'), onclick: remove }, icon('x-lg')) : null);
}

function valueField(name, row, node, write) {
  const label = t('Giá trị', 'Value');
  if (['present', 'absent'].includes(row.operator)) return null;
  const choices = choicesOf(node);
  if (row.operator === 'in') {
    return h('span', { class: 'fd-ticks', role: 'group', 'aria-label': label }, choices.map((one, place) => h('label', {}, h('input', {
      type: 'checkbox', class: 'form-check-input', name: `${name}.value.${place}`, checked: row.value.includes(one.value),
      onchange: (event) => {
        const next = choices.map(({ value }) => value).filter((value) => (value === one.value ? event.target.checked : row.value.includes(value)));
        if (next.length) write({ ...row, value: next });
        else event.target.checked = true;
      },
    }), ` ${one.label}`)));
  }
  if (choices.length) {
    return h('select', { class: 'form-select', name: `${name}.value`, 'aria-label': label, onchange: (event) => write({ ...row, value: choices[event.target.value].value }) },
      choices.map((one, place) => h('option', { value: place, selected: one.value === row.value }, one.label)));
  }
  const isNumber = NUMBERS.includes(kindOf(node));
  const input = h('input', {
    type: 'text', class: 'form-control', name: `${name}.value`, 'aria-label': label, autocomplete: 'off', inputmode: isNumber ? 'decimal' : null,
    onchange: (event) => {
      const typed = event.target.value.trim();
      const value = isNumber ? Number(typed.replace(',', '.')) : typed;
      if (typed && !Number.isNaN(value)) write({ ...row, value });
    },
  });
  input.value = String(row.value ?? '');
  return input;
}

function choicesOf(node) {
  if (['yes_no', 'tick', 'declaration'].includes(kindOf(node))) return [{ value: true, label: t('Có', 'Yes') }, { value: false, label: t('Không', 'No') }];
  return readChoices(listPath(node).length ? node.items ?? {} : node) ?? [];
}

/** The comparisons that an answer of this kind can be put to; `used` is one that stands there already. */
function operatorsOf(node, used) {
  const kind = kindOf(node);
  const of = ['note', 'variant', 'declaration', ''].includes(kind) ? []
    : kind === 'choices' ? ['has', 'present', 'absent']
    : ['yes_no', 'tick'].includes(kind) ? ['is']
    : choicesOf(node).length ? ['is', 'in', 'not', 'present', 'absent']
    : NUMBERS.includes(kind) ? ['least', 'most', 'is', 'not', 'present', 'absent']
    : ['group', 'rows', 'file', 'address', 'organisation', 'business_lines', 'land_parcel', 'family', 'bank_account'].includes(kind) ? ['present', 'absent']
    : ['present', 'absent', 'is', 'not'];
  return !used || of.includes(used) ? of : [used, ...of];
}

/** A new row about a question. */
function fresh({ key, node }) {
  return withOperator({ node }, { field: key }, operatorsOf(node)[0]);
}

function withOperator({ node }, { field, value }, operator) {
  if (['present', 'absent'].includes(operator)) return { field, operator };
  const choices = choicesOf(node);
  const isNumber = NUMBERS.includes(kindOf(node));
  const fallback = choices.length ? choices[0].value : isNumber ? 1 : 'x';
  const single = Array.isArray(value) ? value[0] : value;
  const kept = single === undefined ? fallback : single;
  return { field, operator, value: operator === 'in' ? [kept] : kept };
}

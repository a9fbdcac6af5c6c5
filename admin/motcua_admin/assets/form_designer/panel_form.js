/* The properties of the form itself and of one of its sections. */
import { h } from '../designer/dom.js';
import { choiceField, choicesField, textField } from '../designer/fields.js';
import { t } from '../designer/language.js';
import { setEnglish, setWord } from './edits.js';
import { icon } from './icons.js';
import { kindOf } from './kinds.js';
import { jsonField } from './panel_json.js';
import { readRules, writeRule } from './rules.js';
import { ROOT, fieldsOf } from './schema.js';
import { setSection } from './sections.js';
import { labelOf } from './sentences.js';

export function formFields(app, panel) {
  const { schema } = app;
  const word = (name) => (value) => app.edit((whole) => setWord(whole, ROOT, name, value), `.${name}`);
  const english = (name) => (value) => app.edit((whole) => setEnglish(whole, ROOT, name, value), `.en.${name}`);
  const en = schema['x-en'] ?? {};
  return [
    h('header', { class: 'panel-head' }, h('h2', {}, t('Biểu mẫu', 'Form')), h('code', {}, app.facts.key)),
    ...app.findingsOf(null).map((one) => h('p', { class: one.severity === 'error' ? 'panel-problem' : 'panel-note' }, one.message)),
    textField({ name: 'title', label: t('Tên biểu mẫu', 'Title'), value: schema.title, long: true, write: word('title') }),
    textField({ name: 'title-en', label: t('Tên tiếng Anh', 'English title'), value: en.title, write: english('title') }),
    textField({ name: 'help', label: t('Lời dẫn', 'Introduction'), value: schema.description, long: true, write: word('description') }),
    textField({ name: 'help-en', label: t('Lời dẫn tiếng Anh', 'English introduction'), value: en.description, long: true, write: english('description') }),
    choiceField({ name: 'layout', label: t('Cách trình bày', 'Layout'), value: schema['x-layout'] ?? '', empty: t('Mỗi phần một trang', 'A page a section'), options: [{ key: 'one', name: t('Một trang dài', 'One long page') }], write: word('x-layout') }),
    ...ruleFields(app),
    panel.part('json', t('Lược đồ (JSON)', 'Schema (JSON)'), [jsonField(app, ROOT)]),
  ];
}

/** "At least one of …" */
function ruleFields(app) {
  const options = fieldsOf(app.schema, ROOT).filter((one) => !['note', 'computed'].includes(kindOf(one.node))).map((one) => ({ key: one.key, name: labelOf(one.node, one.key) }));
  const write = (index, rule) => app.edit((schema) => writeRule(schema, index, rule));
  const rules = readRules(app.schema);
  return [
    ...rules.map((rule, place) => h('div', { class: 'panel-line' },
      choicesField({ name: `rule.${place}`, label: t('Phải trả lời ít nhất một trong', 'At least one must be answered of'), values: rule.keys, options, write: (keys) => write(rule.index, { ...rule, keys }) }),
      textField({ name: `rule.${place}.error`, label: t('Câu báo khi thiếu', 'Sentence when none is'), value: rule.error, write: (error) => write(rule.index, { ...rule, error }) }),
      textField({ name: `rule.${place}.english`, label: t('Câu báo bằng tiếng Anh', 'The same in English'), value: rule.english, write: (words) => write(rule.index, { ...rule, english: words }) }),
      h('button', { type: 'button', class: 'btn btn-link', name: `rule.${place}.remove`, onclick: () => write(rule.index, { ...rule, keys: [] }) }, t('Bỏ quy tắc này', 'Remove this rule')))),
    options.length > 1 ? h('button', {
      type: 'button', class: 'btn btn-link', name: 'rule.add',
      onclick: () => write(null, { keys: options.slice(0, 2).map(({ key }) => key), error: '', english: '' }),
    }, icon('plus-lg'), ` ${t('Thêm quy tắc “ít nhất một trong…”', 'Add a rule “at least one of…”')}`) : null,
  ];
}

export function sectionFields(app, index) {
  const section = app.schema['x-sections']?.[index];
  if (!section) return [];
  const write = (words) => app.edit((schema) => setSection(schema, index, words), `.section.${index}.${Object.keys(words)[0]}`);
  const english = (words) => {
    const whole = Object.fromEntries(Object.entries({ ...section['x-en'], ...words }).filter(([, value]) => value));
    write({ 'x-en': Object.keys(whole).length ? whole : undefined });
  };
  return [
    h('header', { class: 'panel-head' }, h('h2', {}, t('Phần {n}', 'Section {n}', { n: index + 1 })), h('code', {}, section.key ?? '')),
    textField({ name: 'title', label: t('Tên phần', 'Title'), value: section.title, write: (title) => title && write({ title }) }),
    textField({ name: 'title-en', label: t('Tên tiếng Anh', 'English title'), value: section['x-en']?.title, write: (title) => english({ title }) }),
    textField({ name: 'help', label: t('Lời dẫn', 'Introduction'), value: section.description, long: true, write: (description) => write({ description }) }),
    textField({ name: 'help-en', label: t('Lời dẫn tiếng Anh', 'English introduction'), value: section['x-en']?.description, long: true, write: (description) => english({ description }) }),
  ];
}

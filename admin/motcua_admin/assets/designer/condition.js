/* A condition chosen by field, comparison and value, and shown as a sentence; the server reads and writes its text. */
import { h } from './dom.js';
import { choiceField, textField, tickField } from './fields.js';
import { t } from './language.js';
import { send } from './saving.js';

const NUMBERS = ['number', 'integer', 'money', 'date'];
const BY_KIND = {
  choice: ['==', '!=', 'in', 'not in'], choices: ['has', 'has not'], yes_no: ['=='], text: ['==', '!='], long_text: ['==', '!='],
};
const JOINS = [{ key: 'all', name: t('Đúng tất cả các dòng', 'All lines hold') }, { key: 'any', name: t('Đúng ít nhất một dòng', 'Any line holds') }];

export class Condition {
  /** `about`: {title, readOnly, url, about (sent with each question), saved() to wait for, text() as it stands, write(text)}. */
  constructor(box, about) {
    Object.assign(this, { box, about, join: 'all', rows: [] });
  }

  get text() {
    return this.about.text();
  }

  async load() {
    await this.about.saved?.();
    const said = await this.ask({ text: this.text });
    if (!said) {
      this.box.replaceChildren(this.asText(this.text));
      return;
    }
    Object.assign(this, { fields: said.fields, operators: said.operators, join: said.join, rows: said.rows ?? [] });
    this.show(said);
  }

  async ask(question) {
    const answer = await send(this.about.url, 'POST', JSON.stringify({ ...question, ...this.about.about }));
    return answer?.ok ? answer.json() : null;
  }

  show({ sentence, problem, rows }) {
    const words = h('p', { class: problem ? 'panel-problem' : 'panel-sentence' }, problem || sentence || t('Chưa có điều kiện.', 'No condition yet.'));
    const isRows = rows !== null;
    this.box.replaceChildren(
      h('h3', {}, this.about.title), words,
      isRows ? this.asRows() : this.asText(this.text),
    );
    if (this.about.readOnly) this.box.querySelectorAll('input, select, textarea').forEach((input) => { input.disabled = true; });
  }

  asText(value) {
    return textField({
      name: 'condition', label: t('Điều kiện viết bằng chữ', 'Condition as text'), value, long: true, write: (text) => this.about.write(text),
    });
  }

  asRows() {
    return h('div', {},
      this.rows.length > 1 ? choiceField({ name: 'join', label: t('Kết hợp', 'Joined'), value: this.join, options: JOINS, write: (join) => this.change({ join }) }) : null,
      this.rows.map((row, place) => this.line(row, place)),
      this.about.readOnly ? null : h('button', { type: 'button', class: 'btn btn-secondary', onclick: () => this.change({ rows: [...this.rows, {}] }) }, t('Thêm dòng điều kiện', 'Add a line')));
  }

  line(row, place) {
    const field = this.fields.find((one) => one.key === row.field);
    const set = (changes) => this.change({ rows: this.rows.map((one, at) => (at === place ? { ...one, ...changes } : one)) });
    return h('fieldset', { class: 'panel-line' },
      h('legend', {}, t('Dòng {n}', 'Line {n}', { n: place + 1 })),
      choiceField({
        name: `row.${place}.field`, label: t('Trường', 'Field'), value: row.field ?? '', options: this.fields, empty: t('Chọn trường', 'Choose a field'),
        write: (key) => set({ field: key, operator: this.operatorsOf(this.fields.find((one) => one.key === key))[0]?.key, value: undefined }),
      }),
      field ? choiceField({
        name: `row.${place}.operator`, label: t('Phép so sánh', 'Comparison'), value: row.operator, options: this.operatorsOf(field),
        write: (operator) => set({ operator, value: /filled/.test(operator) ? null : undefined }),
      }) : null,
      field && !/filled/.test(row.operator) ? this.value(field, row, place, set) : null,
      this.about.readOnly ? null : h('button', { type: 'button', class: 'btn btn-link', onclick: () => this.change({ rows: this.rows.filter((_, at) => at !== place) }) }, t('Bỏ dòng này', 'Remove this line')));
  }

  operatorsOf(field) {
    const kind = field?.kind;
    const keys = NUMBERS.includes(kind) ? ['==', '!=', '<', '<=', '>', '>='] : (BY_KIND[kind] ?? []);
    return [...keys, 'filled', 'not filled'].map((key) => ({ key, name: this.operators[key] }));
  }

  value(field, row, place, set) {
    const common = { name: `row.${place}.value`, label: t('Giá trị', 'Value') };
    if (field.kind === 'yes_no') {
      return choiceField({
        ...common, value: row.value === undefined ? '' : String(row.value), empty: t('Chọn', 'Choose'),
        options: [{ key: 'true', name: t('Có', 'Yes') }, { key: 'false', name: t('Không', 'No') }], write: (value) => set({ value: value === 'true' }),
      });
    }
    if (/^(not )?in$/.test(row.operator)) {
      return h('div', {}, field.choices.map((one) => tickField({
        name: `row.${place}.value.${one.key}`, label: one.name, value: row.value?.includes(one.key),
        write: (isOn) => set({ value: [...(row.value ?? []).filter((key) => key !== one.key), ...(isOn ? [one.key] : [])] }),
      })));
    }
    if (field.choices.length) {
      return choiceField({ ...common, value: row.value ?? '', options: field.choices, empty: t('Chọn', 'Choose'), write: (value) => set({ value }) });
    }
    const isNumber = ['number', 'integer', 'money'].includes(field.kind);
    return textField({
      ...common, value: row.value ?? '', write: (value) => set({ value: isNumber ? Number(value) : value }),
      attributes: isNumber ? { type: 'number', step: 'any' } : field.kind === 'date' ? { type: 'date' } : {},
    });
  }

  async change(changes) {
    Object.assign(this, changes);
    const isWhole = (row) => row.field && row.operator && row.value !== undefined && row.value !== '' && !(Array.isArray(row.value) && !row.value.length);
    if (this.rows.length && !this.rows.every(isWhole)) {
      this.show({ rows: this.rows, sentence: t('Chọn đủ trường, phép so sánh và giá trị.', 'Choose field, comparison and value.') });
      return;
    }
    if (!this.rows.length) {
      this.about.write('');
      return;
    }
    const said = await this.ask({ join: this.join, rows: this.rows });
    if (said && !said.problem) this.about.write(said.text);
    else this.show({ ...(said ?? {}), rows: this.rows });
  }
}

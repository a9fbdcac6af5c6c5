/* A branch's condition: chosen by field, comparison and value, and shown as a sentence. */
import { h } from './dom.js';
import { choiceField, textField, tickField } from './fields.js';
import { t } from './language.js';
import { send } from './saving.js';

const CHOOSING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];
const NUMBERS = ['number', 'integer', 'money', 'date'];
const BY_KIND = {
  choice: ['==', '!=', 'in', 'not in'], choices: ['has', 'has not'], yes_no: ['=='], text: ['==', '!='], long_text: ['==', '!='],
};
const JOINS = [{ key: 'all', name: t('Đúng tất cả các dòng', 'All lines hold') }, { key: 'any', name: t('Đúng ít nhất một dòng', 'Any line holds') }];

/** Whether a flow leaves a gateway that chooses. */
export const isBranch = (element) => CHOOSING.includes(element.businessObject.sourceRef?.$type);

/** The fields of a branch; the condition comes in as soon as the server has told which fields there are. */
export function branchFields(modeler, element, facts) {
  const gateway = element.businessObject.sourceRef;
  const isDefault = gateway.get('default') === element.businessObject;
  const modeling = modeler.get('modeling');
  const box = h('div', { class: 'panel-condition', 'aria-live': 'polite' });
  if (!isDefault) new Condition(modeler, element, facts, box).load();
  return [
    tickField({
      name: 'default', label: t('Đường mặc định, khi không nhánh nào đúng', 'Taken when no other branch holds'), value: isDefault,
      write: (value) => {
        modeling.updateProperties(modeler.get('elementRegistry').get(gateway.id), { default: value ? element.businessObject : undefined });
        if (value) modeling.updateProperties(element, { conditionExpression: undefined });
      },
    }),
    box,
  ];
}

class Condition {
  constructor(modeler, element, facts, box) {
    Object.assign(this, { modeler, element, facts, box, join: 'all', rows: [] });
  }

  get text() {
    return this.element.businessObject.get('conditionExpression')?.body ?? '';
  }

  async load() {
    await this.facts.saved();
    const said = await this.ask({ text: this.text });
    if (!said) {
      this.box.replaceChildren(this.asText(this.text));
      return;
    }
    Object.assign(this, { fields: said.fields, operators: said.operators, join: said.join, rows: said.rows ?? [] });
    this.show(said);
  }

  async ask(question) {
    const answer = await send(this.facts.urls.condition, 'POST', JSON.stringify({ ...question, at: this.element.businessObject.sourceRef.id }));
    return answer?.ok ? answer.json() : null;
  }

  show({ sentence, problem, rows }) {
    const words = h('p', { class: problem ? 'panel-problem' : 'panel-sentence' }, problem || sentence || t('Chưa có điều kiện.', 'No condition yet.'));
    const isRows = rows !== null;
    this.box.replaceChildren(
      h('h3', {}, t('Đi nhánh này khi', 'This branch is taken when')), words,
      isRows ? this.asRows() : this.asText(this.text),
    );
    if (this.facts.readOnly) this.box.querySelectorAll('input, select, textarea').forEach((input) => { input.disabled = true; });
  }

  asText(value) {
    return textField({
      name: 'condition', label: t('Điều kiện viết bằng chữ', 'Condition as text'), value, long: true, write: (text) => this.writeText(text),
    });
  }

  asRows() {
    return h('div', {},
      this.rows.length > 1 ? choiceField({ name: 'join', label: t('Kết hợp', 'Joined'), value: this.join, options: JOINS, write: (join) => this.change({ join }) }) : null,
      this.rows.map((row, place) => this.line(row, place)),
      this.facts.readOnly ? null : h('button', { type: 'button', class: 'btn btn-secondary', onclick: () => this.change({ rows: [...this.rows, {}] }) }, t('Thêm dòng điều kiện', 'Add a line')));
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
      this.facts.readOnly ? null : h('button', { type: 'button', class: 'btn btn-link', onclick: () => this.change({ rows: this.rows.filter((_, at) => at !== place) }) }, t('Bỏ dòng này', 'Remove this line')));
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
      this.writeText('');
      return;
    }
    const said = await this.ask({ join: this.join, rows: this.rows });
    if (said && !said.problem) this.writeText(said.text);
    else this.show({ ...(said ?? {}), rows: this.rows });
  }

  writeText(body) {
    this.modeler.get('modeling').updateProperties(this.element, {
      conditionExpression: body ? this.modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body }) : undefined,
    });
  }
}

/** The branches of a gateway: where they lead and which is taken without a condition. */
export function gatewayFields(modeler, element, jump) {
  const { outgoing } = element.businessObject;
  if (!CHOOSING.includes(element.businessObject.$type) || !outgoing?.length) return [];
  const name = (flow) => flow.name || t('tới {name}', 'to {name}', { name: flow.targetRef?.name || flow.targetRef?.id });
  return [
    choiceField({
      name: 'default', label: t('Đường mặc định', 'Default branch'), value: element.businessObject.get('default')?.id,
      options: outgoing.map((flow) => ({ key: flow.id, name: name(flow) })), empty: t('Không có', 'None'),
      write: (id) => modeler.get('modeling').updateProperties(element, { default: outgoing.find((flow) => flow.id === id) }),
    }),
    h('div', { class: 'panel-field' }, h('h3', {}, t('Các nhánh', 'Branches')),
      h('ul', { class: 'panel-list' }, outgoing.map((flow) => h('li', {},
        h('button', { type: 'button', class: 'btn btn-link', onclick: () => jump(flow.id) }, name(flow)),
        flow.get('conditionExpression') ? h('code', {}, flow.get('conditionExpression').body) : null)))),
  ];
}

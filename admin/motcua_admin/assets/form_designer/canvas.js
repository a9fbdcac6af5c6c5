/* The middle column: the form about as it will look, in its sections, each question with its tools. */
import { h } from '../designer/dom.js';
import { isEnglish, t } from '../designer/language.js';
import { listPath, readChoices } from './choices.js';
import { readAsked } from './conditions.js';
import { icon } from './icons.js';
import { isByHand, isOpened, kindOf, nameOfKind } from './kinds.js';
import { at, containersOf, fieldsOf, placeOf, pointerOf, sectionsOf } from './schema.js';
import { sentenceOf } from './sentences.js';

export class Canvas {
  constructor(box, app) {
    Object.assign(this, { box, app });
    box.addEventListener('click', (event) => this.click(event));
    box.addEventListener('keydown', (event) => this.key(event));
  }

  draw() {
    if (this.app.dragging.isOn) return;
    const { schema } = this.app;
    const sections = sectionsOf(schema);
    this.box.replaceChildren(this.head(schema), ...sections.map((one) => this.section(one, sections)), this.end());
    this.app.drawn();
  }

  head(schema) {
    const isOn = this.app.selected.kind === 'form';
    return h('header', { class: isOn ? 'fd-title is-selected' : 'fd-title' },
      h('h2', {}, h('button', { type: 'button', class: 'fd-pick', 'data-pick': 'form', 'aria-pressed': String(isOn) }, schema.title || t('Tờ khai chưa đặt tên', 'Untitled form'))),
      schema.description ? h('p', {}, schema.description) : null);
  }

  section(section, sections) {
    const { index } = section;
    const isOn = this.app.selected.kind === 'section' && this.app.selected.index === index;
    const tools = this.app.isReadOnly || index < 0 ? null : this.tools([
      ['section-up', 'arrow-up', t('Đưa phần lên', 'Move section up'), index === 0], ['section-down', 'arrow-down', t('Đưa phần xuống', 'Move section down'), index >= sections.length - 1],
      ['section-remove', 'trash', t('Bỏ phần', 'Remove section'), false],
    ], section.title);
    const title = index < 0 ? null : h('header', {},
      h('h3', {}, h('button', { type: 'button', class: 'fd-pick', 'data-pick': 'section', 'aria-pressed': String(isOn) }, `${index + 1}. ${section.title || t('Phần chưa đặt tên', 'Untitled section')}`)), tools);
    return h('section', { class: isOn ? 'fd-section is-selected' : 'fd-section', 'data-section': index }, title, this.list([], section.fields, index));
  }

  list(container, fields, section = -1) {
    const name = pointerOf(container);
    return h('ol', { class: fields.length ? 'fd-list' : 'fd-list is-empty', 'data-list': name, 'data-section': section, 'data-empty': t('Kéo câu hỏi vào đây', 'Drag a question here') },
      fields.map((one, index) => this.field(one, index, fields.length)));
  }

  field({ path, key, node, required }, index, count) {
    const { app } = this;
    const pointer = pointerOf(path);
    const isOn = app.selected.kind === 'field' && pointerOf(app.selected.path) === pointer;
    const found = app.findingsOf(path);
    const worst = found.some((one) => one.severity === 'error') ? 'error' : found.length ? 'warning' : '';
    const label = (isEnglish && node['x-en']?.title) || node.title || key;
    const inner = isOpened(node) ? containersOf(app.schema, path) : [];
    return h('li', { class: `fd-field${isOn ? ' is-selected' : ''}${worst ? ` has-${worst}` : ''}`, 'data-path': pointer },
      h('div', { class: 'fd-field-head' },
        app.isReadOnly ? null : h('span', { class: 'fd-grip', 'data-grip': true, 'aria-hidden': 'true' }, icon('grip-vertical')),
        h('button', { type: 'button', class: 'fd-pick', 'data-pick': 'field', 'aria-pressed': String(isOn) }, label,
          h('span', { class: 'fd-meta' }, ` ${isByHand(at(app.schema, path)) ? t('viết tay', 'by hand') : nameOfKind(app.facts.palette, kindOf(node))}`)),
        app.isReadOnly ? null : this.tools([
          ['up', 'arrow-up', t('Lên', 'Up'), index === 0], ['down', 'arrow-down', t('Xuống', 'Down'), index === count - 1],
          ['copy', 'copy', t('Nhân đôi', 'Duplicate'), false], ['remove', 'trash', t('Xóa', 'Delete'), false],
        ], label)),
      h('div', { class: 'fd-look' }, this.look(node, path, key, required)),
      inner.map((one) => h('div', { class: 'fd-inside' }, one.title ? h('p', { class: 'fd-way' }, one.title) : null, this.list(one.path, fieldsOf(app.schema, one.path)))));
  }

  tools(tools, label) {
    return h('span', { class: 'fd-tools' }, tools.map(([deed, sign, words, isOff]) => h('button', {
      type: 'button', 'data-deed': deed, 'aria-label': `${words}: ${label}`, title: words, disabled: isOff,
    }, icon(sign))));
  }

  /** Marks, help, and a picture of the input. */
  look(node, path, key, required) {
    const { container } = placeOf(path);
    const asked = readAsked(at(this.app.schema, container), key);
    const labels = new Map(fieldsOf(this.app.schema, container).map((one) => [one.key, one.node]));
    const isAsked = required || asked.must;
    return [
      asked.shown ? h('p', { class: 'fd-when' }, icon('question-diamond'), ` ${t('Chỉ hỏi khi', 'Asked only if')} ${sentenceOf(asked.shown, labels)}`) : null,
      asked.must && asked.must !== true ? h('p', { class: 'fd-when' }, icon('question-diamond'), ` ${t('Bắt buộc khi', 'Required if')} ${sentenceOf(asked.must, labels)}`) : null,
      asked.isByHand ? h('p', { class: 'fd-when' }, icon('code-slash'), ` ${t('Có điều kiện viết tay', 'Has a condition by hand')}`) : null,
      h('p', { class: 'fd-help' }, node.description ?? '', !isAsked && !['note', 'computed'].includes(kindOf(node)) && !asked.shown ? ` ${t('(không bắt buộc)', '(optional)')}` : ''),
      this.input(node),
    ];
  }

  input(node) {
    const kind = kindOf(node);
    const choices = readChoices(listPath(node).length ? node.items ?? {} : node);
    if (['note', 'group', 'rows', 'variant', ''].includes(kind)) return kind === 'rows' ? h('p', { class: 'fd-help' }, t('Bảng, mỗi dòng gồm:', 'A table, each row of:')) : null;
    if (kind === 'declaration' || kind === 'tick') return h('p', { class: 'fd-option' }, h('span', { class: 'fd-box' }), node['x-text'] ?? node.title ?? '');
    if (kind === 'yes_no') return this.options([t('Có', 'Yes'), t('Không', 'No')], 'fd-dot');
    if (choices && kind !== 'select' && choices.length <= 6) return this.options(choices.map((one) => one.label), kind === 'choices' ? 'fd-box' : 'fd-dot');
    const text = choices ? choices.slice(0, 3).map((one) => one.label).join(' · ') : node['x-example'] ?? '';
    return h('div', { class: `fd-input is-${kind}` }, h('span', {}, kind === 'computed' ? `= ${node['x-formula']}` : text), node['x-suffix'] ? h('span', {}, node['x-suffix']) : null);
  }

  options(labels, sign) {
    return h('div', {}, labels.map((label) => h('p', { class: 'fd-option' }, h('span', { class: sign }), label)));
  }

  end() {
    if (this.app.isReadOnly) return '';
    return h('button', { type: 'button', class: 'btn btn-secondary fd-new-section', 'data-deed': 'new-section' }, icon('plus-lg'), ` ${t('Thêm phần', 'Add a section')}`);
  }

  click(event) {
    const deed = event.target.closest('[data-deed]');
    const field = event.target.closest('[data-path]');
    const section = event.target.closest('section[data-section]');
    if (deed) {
      this.app.act(deed.dataset.deed, field?.dataset.path, Number(section?.dataset.section ?? -1));
      return;
    }
    const pick = event.target.closest('[data-pick]');
    if (field && (!pick || pick.dataset.pick === 'field')) this.app.selectPointer(field.dataset.path, Boolean(pick));
    else if (pick?.dataset.pick === 'section') this.app.select({ kind: 'section', index: Number(section.dataset.section) });
    else if (pick) this.app.select({ kind: 'form' });
  }

  /** On a question: Alt with arrows moves it, Delete deletes it, Enter leads to its properties. */
  key(event) {
    const pick = event.target.closest('[data-pick]');
    const pointer = pick?.dataset.pick === 'field' ? pick.closest('[data-path]').dataset.path : null;
    if (event.key === 'Enter' && pick) {
      event.preventDefault();
      this.click(event);
      this.app.panel.enter();
      return;
    }
    if (!pointer || this.app.isReadOnly) return;
    const deeds = { Delete: 'remove' };
    if (event.altKey) Object.assign(deeds, { ArrowUp: 'up', ArrowDown: 'down', d: 'copy' });
    if (!deeds[event.key]) return;
    event.preventDefault();
    this.app.act(deeds[event.key], pointer, -1);
  }
}


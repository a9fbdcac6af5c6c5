/* The left column: the blocks in the order of the paper, each with what it says and its tools. */
import Sortable from 'sortablejs';
import { h } from '../designer/dom.js';
import { isEnglish, t } from '../designer/language.js';
import { icon } from '../form_designer/icons.js';
import { blocksOf, partsOf } from './edits.js';

export class Blocks {
  constructor(box, app) {
    Object.assign(this, { box, app });
    box.addEventListener('click', (event) => this.click(event));
    box.addEventListener('keydown', (event) => this.key(event));
    // What is being pressed or dragged is not drawn anew under the pointer: the press would be lost.
    box.addEventListener('pointerdown', () => { this.isPressed = true; });
    for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => this.released(), true);
  }

  released() {
    this.isPressed = false;
    if (this.isLate) setTimeout(() => this.isLate && this.draw());
  }

  draw() {
    const { app } = this;
    this.isLate = Boolean(this.isPressed);
    if (this.isLate) return;
    const blocks = blocksOf(app.template);
    this.box.replaceChildren(this.head(), h('ol', { class: 'fd-list', 'data-list': '' }, blocks.map((one, place) => this.block(one, place, blocks.length))), this.menu() ?? '');
    this.sortable?.destroy();
    if (app.isReadOnly) return;
    this.sortable = Sortable.create(this.box.querySelector('[data-list]'), {
      animation: 120, forceFallback: true, fallbackTolerance: 4, draggable: 'li', handle: '.fd-field-head', filter: '.fd-tools', preventOnFilter: false, ghostClass: 'fd-ghost', dragClass: 'fd-dragged',
      // The library still works on the elements that are about to be drawn anew.
      onEnd: ({ oldDraggableIndex, newDraggableIndex }) => setTimeout(() => this.app.move(oldDraggableIndex, newDraggableIndex)),
    });
  }

  head() {
    const { app } = this;
    const isOn = app.selected === null;
    const { paper, landscape, copies } = app.template;
    const about = [String(paper ?? 'a4').toUpperCase(), landscape ? t('khổ ngang', 'landscape') : t('khổ dọc', 'portrait'), copies?.length ? t('{n} liên', '{n} copies', { n: copies.length }) : ''];
    return h('header', { class: isOn ? 'fd-title is-selected' : 'fd-title' },
      h('h2', {}, h('button', { type: 'button', class: 'fd-pick', 'data-pick': 'whole', 'aria-pressed': String(isOn) }, app.title)),
      h('p', {}, about.filter(Boolean).join(', ')), app.problemsOf(null).length ? h('p', { class: 'panel-problem' }, app.problemsOf(null)[0].message) : null);
  }

  block(block, place, count) {
    const { app } = this;
    const isOn = app.selected === place;
    const name = app.nameOf(block);
    const label = `${place + 1}. ${name}`;
    return h('li', { class: `fd-field${isOn ? ' is-selected' : ''}${app.problemsOf(place).length ? ' has-error' : ''}`, 'data-place': place },
      h('div', { class: 'fd-field-head' },
        app.isReadOnly ? null : h('span', { class: 'fd-grip', 'aria-hidden': 'true' }, icon('grip-vertical')),
        h('button', { type: 'button', class: 'fd-pick', 'data-pick': 'block', 'aria-pressed': String(isOn) }, label),
        app.isReadOnly ? null : h('span', { class: 'fd-tools' }, [
          ['up', 'arrow-up', t('Lên', 'Up'), place === 0], ['down', 'arrow-down', t('Xuống', 'Down'), place === count - 1],
          ['copy', 'copy', t('Nhân đôi', 'Duplicate'), false], ['remove', 'trash', t('Xóa', 'Delete'), false],
        ].map(([deed, sign, words, isOff]) => h('button', { type: 'button', 'data-deed': deed, 'aria-label': `${words}: ${label}`, title: words, disabled: isOff }, icon(sign))))),
      h('div', { class: 'fd-look' }, block.when ? h('p', { class: 'fd-when' }, icon('question-diamond'), ` ${t('Chỉ in khi', 'Printed only when')} ${app.conditionInWords(block.when)}`) : null,
        ...this.said(block).map((words) => h('p', { class: 'slip-said' }, ...this.marked(words)))));
  }

  /** What a block says, in lines. */
  said(block) {
    const text = (phrase) => { const { vi, en } = partsOf(phrase); return (isEnglish && en) || vi; };
    const of = this.app.fieldOf(block.of)?.title;
    const lines = {
      line: () => [`${text(block.label)} ${text(block.text)}`, block.label2 ? `${text(block.label2)} ${text(block.text2)}` : ''],
      list: () => [block.label ? text(block.label) : '', `• ${text(block.text)}${of ? ` – ${t('mỗi dòng của', 'each row of')} “${of}”` : ''}`],
      table: () => [of ? t('Các dòng của “{of}”', 'Rows of “{of}”', { of }) : '', (block.columns ?? []).map((one) => text(one?.head)).join(' | ')],
      signatures: () => [(block.places ?? []).map((one) => text(one?.role)).join(' | ')],
      recipients: () => (block.lines ?? []).map(text), note: () => (block.lines ?? []).map(text),
      space: () => [], page_break: () => [],
      header: () => [block.upper, block.name, block.number, block.place_day].map(text),
      title: () => [block.text, block.under].map(text),
    };
    return (lines[block.kind] ?? (() => [text(block.text)]))().filter((one) => one.trim()).slice(0, 4);
  }

  /** The words with their merge fields by title. */
  marked(words) {
    return words.replace(/\*+/g, '').split(/(\{[a-z][a-z0-9_]*(?::[a-z_]+)?\})/).filter(Boolean).map((part) => {
      const name = /^\{([a-z0-9_]+)/.exec(part)?.[1];
      return name ? h('span', { class: 'slip-field' }, this.app.fieldTitle(name) ?? part) : part;
    });
  }

  menu() {
    const { app } = this;
    if (app.isReadOnly) return null;
    return h('div', { class: 'slip-add' }, h('label', { for: 'slip-add' }, t('Thêm khối', 'Add a block')),
      h('select', { id: 'slip-add', class: 'form-select', name: 'add' }, app.facts.shapes.map((one) => h('option', { value: one.key }, one.name))),
      h('button', { type: 'button', class: 'btn btn-secondary', 'data-deed': 'add' }, icon('plus-lg'), ` ${t('Thêm', 'Add')}`));
  }

  click(event) {
    const deed = event.target.closest('[data-deed]')?.dataset.deed;
    const place = event.target.closest('[data-place]')?.dataset.place;
    if (deed === 'add') this.app.add(this.box.querySelector('[name=add]').value);
    else if (deed) this.app.act(deed, Number(place));
    else if (place !== undefined) this.app.select(Number(place));
    else if (event.target.closest('[data-pick=whole]')) this.app.select(null);
  }

  /** On a block: Alt with arrows moves it, Delete deletes it, Enter leads to its properties. */
  key(event) {
    const pick = event.target.closest('[data-pick]');
    if (!pick) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      this.click(event);
      this.app.panel.enter();
      return;
    }
    const place = pick.closest('[data-place]')?.dataset.place;
    const deeds = { Delete: 'remove', ...(event.altKey ? { ArrowUp: 'up', ArrowDown: 'down', d: 'copy' } : {}) };
    if (place === undefined || this.app.isReadOnly || !deeds[event.key]) return;
    event.preventDefault();
    this.app.act(deeds[event.key], Number(place));
  }
}

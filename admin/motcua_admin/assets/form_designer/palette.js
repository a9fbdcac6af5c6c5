/* The left column: kinds of questions by group, the shared library, and a search over both that needs no diacritics. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { icon } from './icons.js';
import { keyOf } from './keys.js';

export class Palette {
  constructor(box, facts, add) {
    Object.assign(this, { box, facts, add });
    this.entries = [
      ...facts.groups.map((group) => ({ ...group, items: facts.palette.filter((one) => one.group === group.key) })),
      { key: 'shared', name: t('Trường dùng chung', 'Shared fields'), items: facts.shared.map((one) => ({ ...one, icon: 'share', group: 'shared' })) },
    ];
    this.search = h('input', { type: 'search', class: 'form-control', id: 'fd-find', autocomplete: 'off', placeholder: t('Tìm loại câu hỏi', 'Find a kind'), 'aria-label': t('Tìm loại câu hỏi', 'Find a kind of question') });
    this.list = h('div', { class: 'fd-kinds' });
    box.append(this.search, this.list);
    this.search.addEventListener('input', () => this.draw());
    this.list.addEventListener('click', (event) => {
      const button = event.target.closest('[data-kind]');
      if (button) this.add(this.entryOf(button));
    });
    this.draw();
  }

  /** The entry that a button or a dragged item stands for. */
  entryOf(element) {
    const { kind, of } = element.dataset;
    return this.entries.find((group) => group.key === of).items.find((one) => one.key === kind);
  }

  draw() {
    const words = keyOf(this.search.value, '').split('_').filter(Boolean);
    const fits = (one) => words.every((word) => keyOf(`${one.name} ${one.help ?? ''} ${one.key}`, '').includes(word));
    const groups = this.entries.map((group) => ({ ...group, items: group.items.filter(fits) })).filter(({ items }) => items.length);
    this.list.replaceChildren(...(groups.length ? groups.map((group) => this.group(group)) : [h('p', { class: 'panel-help' }, t('Không có loại nào khớp.', 'No kind matches.'))]));
    this.drawn?.();
  }

  group({ key, name, items }) {
    return h('section', { 'aria-labelledby': `fd-group-${key}` }, h('h2', { id: `fd-group-${key}` }, name),
      h('ul', { 'data-source': true }, items.map((one) => h('li', { 'data-kind': one.key, 'data-of': key },
        h('button', { type: 'button', class: 'fd-kind', title: one.help ?? null, 'data-kind': one.key, 'data-of': key }, icon(one.icon), h('span', {}, one.name))))));
  }
}

/* "Chèn trường": the merge fields that a text may name, to be searched and put in where the cursor stands. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';

const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd');

/** A menu below `input`; `put` writes its new text. `fields` are those that may stand here, in `groups`; `searches` keep
    what was searched for while the panel is drawn anew. */
export function fieldMenu({ name, input, fields, groups, isOpen, searches, put }) {
  const list = h('div', { class: 'slip-menu-list' });
  const search = h('input', { type: 'search', class: 'form-control', name: `${name}.search`, 'aria-label': t('Tìm trường', 'Find a field'), placeholder: t('Tìm trường', 'Find a field'), autocomplete: 'off' });
  search.value = searches.get(name) ?? '';
  const insert = (text) => {
    const [start, end] = [input.selectionStart, input.selectionEnd];
    input.value = input.value.slice(0, start) + text + input.value.slice(end);
    input.focus();
    input.setSelectionRange(start + text.length, start + text.length);
    put(input.value);
  };
  const show = () => {
    searches.set(name, search.value);
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const found = fields.filter((one) => words.every((word) => plain(`${one.title} ${one.name} ${one.sample}`).includes(word)));
    list.replaceChildren(...groups.map((group) => [group, found.filter((one) => one.group === group.key)]).filter(([, listed]) => listed.length).flatMap(([group, listed]) => [
      h('h4', {}, group.name),
      h('ul', {}, listed.map((one) => h('li', {},
        h('button', { type: 'button', class: 'slip-insert', 'data-insert': one.name, onclick: () => insert(`{${one.name}}`) }, h('b', {}, one.title), one.sample ? h('span', {}, ` ${one.sample}`) : null),
        one.formats.length ? h('span', { class: 'slip-formats' }, one.formats.map((form) => h('button', {
          type: 'button', class: 'btn btn-link', 'aria-label': `${one.title}, ${form.name}`, onclick: () => insert(`{${one.name}:${form.key}}`),
        }, form.name))) : null))),
    ]), found.length ? '' : h('p', { class: 'panel-help' }, t('Không có trường nào như vậy.', 'There is no such field.')));
  };
  search.addEventListener('input', show);
  const box = h('details', { class: 'slip-menu', 'data-part': `${name}.menu`, open: isOpen }, h('summary', {}, t('Chèn trường', 'Insert a field')), search, list);
  box.addEventListener('toggle', () => box.open && !list.childElementCount && show());
  if (isOpen) show();
  return box;
}

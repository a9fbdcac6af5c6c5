/* A long list is chosen by typing a part of a name, also without diacritics. The <select> stays and carries the
   answer; without this script it is what people use. */
import { combobox } from './combobox.js';

const MOST_SHOWN = 60;
const TAKEN_OVER = ['aria-describedby', 'aria-invalid', 'autofocus'];

const bare = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();

function matches(select, typed) {
  const words = bare(typed).split(/\s+/);
  const begins = (one) => (bare(one.text).startsWith(bare(typed)) ? 0 : 1);
  return [...select.options]
    .filter((one) => one.value && words.every((word) => bare(one.text).includes(word)))
    .sort((one, other) => begins(one) - begins(other));
}

/** The visible input takes the place of the select for labels, the summary of errors and fragments of addresses. */
function inputFor(select) {
  const input = document.createElement('input');
  const width = [...select.classList].filter((one) => one.startsWith('width-')).join(' ');
  input.type = 'text';
  input.className = `form-control search-select-input ${width}`;
  TAKEN_OVER.filter((name) => select.hasAttribute(name)).forEach((name) => input.setAttribute(name, select.getAttribute(name)));
  select.before(input);
  input.id = select.id;
  select.removeAttribute('id');
  select.removeAttribute('aria-describedby');
  select.hidden = true;
  return input;
}

function upgrade(select) {
  const label = select.labels[0]?.textContent.trim() ?? '';
  const hadFocus = document.activeElement === select;
  const input = inputFor(select);
  const show = () => { input.value = select.value ? select.selectedOptions[0].text : ''; };

  function take(value) {
    const isNew = select.value !== value;
    select.value = value;
    show();
    if (isNew) select.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** What was typed without choosing: the one name it means, else what was chosen before. */
  function leave() {
    const found = matches(select, input.value);
    const same = found.filter((one) => bare(one.text) === bare(input.value));
    if (!input.value.trim()) take('');
    else if (same.length === 1 || found.length === 1) take((same[0] ?? found[0]).value);
    else show();
  }

  const look = (typed) =>
    list.show(matches(select, typed).slice(0, MOST_SHOWN).map(({ text, value }) => ({ text, value })), Boolean(typed));
  const list = combobox(input, {
    label,
    look,
    take: (one) => take(one.value),
    leave,
  });
  list.box.append(select);
  input.addEventListener('click', () => input.getAttribute('aria-expanded') === 'false' && look(''));
  input.addEventListener('focus', () => input.select());
  // The list may arrive while somebody is typing: what was typed stays and is looked for.
  select.addEventListener('motcua:filled', () => {
    if (document.activeElement === input && input.value.trim() && !select.value) look(input.value);
    else show();
  });
  show();
  if (hadFocus || input.hasAttribute('autofocus')) input.focus();
}

export const prepare = (root) =>
  root.querySelectorAll('select[data-search]').forEach((select) => select.closest('.search-select') || upgrade(select));

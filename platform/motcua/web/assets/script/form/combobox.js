/* An input with a list under it (ARIA combobox): arrows move, Enter takes, Escape closes. Who uses it says what to look
   for when something is typed (`look`), and what happens with the entry that is taken (`take`). */
import { formOf } from './answers.js';

let made = 0;

function listFor(input, label) {
  const list = document.createElement('ul');
  made += 1;
  list.id = `choices-${made}`;
  list.className = 'search-select-list';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', `${label}: ${formOf(input)?.dataset.listWords ?? ''}`);
  list.hidden = true;
  const given = { role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': list.id };
  Object.entries(given).forEach(([name, value]) => input.setAttribute(name, value));
  return list;
}

function item(one, id) {
  const part = document.createElement('li');
  part.id = id;
  part.setAttribute('role', 'option');
  part.setAttribute('aria-selected', 'false');
  part.textContent = one.text;
  return part;
}

/** `look(typed)` is asked to call `show(entries)`; entries have `text` and whatever `take` needs. */
export function combobox(input, { label, look, take, leave = () => {} }) {
  const box = document.createElement('div');
  const list = listFor(input, label);
  let entries = [];
  let here = -1;
  box.className = 'search-select';
  input.before(box);
  box.append(input, list);

  function point(at) {
    here = at;
    [...list.children].forEach((part, place) => part.setAttribute('aria-selected', String(place === at)));
    const part = list.children[at];
    if (part) {
      input.setAttribute('aria-activedescendant', part.id);
      part.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }

  function show(found, isPointed = false) {
    entries = found;
    list.replaceChildren(...found.map((one, at) => item(one, `${list.id}-${at}`)));
    list.hidden = !found.length;
    input.setAttribute('aria-expanded', String(found.length > 0));
    point(found.length && isPointed ? 0 : -1);
  }

  const close = () => show([]);

  function choose(at) {
    const one = entries[at];
    close();
    if (one) take(one);
  }

  const keys = {
    ArrowDown: () => (list.hidden ? look('', true) : point(Math.min(here + 1, entries.length - 1))),
    ArrowUp: () => point(Math.max(here - 1, 0)),
    Escape: () => { if (list.hidden) return false; close(); leave(); return true; },
    Enter: () => { if (list.hidden || here < 0) return false; choose(here); return true; },
  };

  input.addEventListener('input', () => look(input.value));
  input.addEventListener('blur', () => { close(); leave(); });
  input.addEventListener('keydown', (event) => {
    if (!keys[event.key] || event.altKey || event.ctrlKey || keys[event.key]() === false) return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener('mousedown', (event) => {
    event.preventDefault();
    choose([...list.children].indexOf(event.target.closest('li')));
  });
  return { box, show, close };
}

/* E-forms: everything here works without scripts too, by buttons that the server answers. Only pages with a form load it. */
import { formOf } from './answers.js';
import { follow as ask } from './asked.js';
import * as autosave from './autosave.js';
import { follow as compute } from './computed.js';
import * as figures from './figures.js';
import * as keys from './keys.js';
import * as lines from './lines.js';
import * as rows from './rows.js';
import * as select from './search_select.js';
import * as units from './units.js';

const forms = () => document.querySelectorAll('[data-form]');

/** Every part of the form on this page: one may ask what another answers. */
function follow(form) {
  const page = form.closest('form') ?? form;
  ask(page);
  compute(page);
}

function prepare(root, form) {
  root.querySelectorAll('[data-without-scripts], [data-when-said]').forEach((part) => { part.hidden = true; });
  select.prepare(root);
  lines.prepare(root);
  figures.prepare(root);
  follow(form);
}

document.addEventListener('input', (event) => {
  const form = formOf(event.target);
  if (!form) return;
  if (event.target.matches('input')) figures.typed(event.target, event);
  follow(form);
});
document.addEventListener('change', (event) => {
  if (!formOf(event.target)) return;
  if (event.target.matches('select[data-unit]')) units.chosen(event.target);
  follow(formOf(event.target));
});
document.addEventListener('motcua:added', (event) => prepare(event.target, formOf(event.target)));
document.addEventListener('click', (event) => {
  const button = event.target.closest?.('button[data-add-row], button[data-remove-row]');
  if (button && rows.pressed(button)) event.preventDefault();
});

forms().forEach((form) => prepare(form, form));
autosave.start();
keys.start();

/* Rows added and removed in place. The buttons are those of the server, which does the same without this script;
   the first row to be drawn comes from a <template> that the page brings along. */
import { formOf, inputOf, rowsOf } from './answers.js';

function say(form, words) {
  const region = form.querySelector('[data-said]');
  if (region) region.textContent = words;
}

function number(question) {
  const rows = rowsOf(question);
  rows.forEach((row, at) => {
    row.querySelectorAll('[data-row-number]').forEach((place) => {
      if (place.closest('[data-row]') === row) place.textContent = String(at + 1);
    });
    const button = [...row.querySelectorAll('[data-remove-row]')].find((one) => one.closest('[data-row]') === row);
    if (button) button.value = button.value.replace(/\d+$/, String(at));
  });
  const add = question.querySelector(':scope [data-add-row]:not([data-row] *)') ?? addButton(question);
  if (add) add.hidden = rows.length >= Number(question.dataset.most);
  return rows;
}

const addButton = (question) =>
  [...question.querySelectorAll('[data-add-row]')].find((one) => one.closest('[data-key]') === question);

const template = (question) =>
  [...question.querySelectorAll('template[data-blank-row]')].find((one) => one.closest('[data-key]') === question);

/** One more than the highest number in use: numbers of removed rows are not given again. */
function nextNumber(question) {
  const used = rowsOf(question).map((row) => Number(row.dataset.row));
  return Math.max(-1, ...used) + 1;
}

function blankRow(question) {
  const blank = template(question);
  const made = document.createElement('template');
  const at = nextNumber(question);
  made.innerHTML = blank.innerHTML.replaceAll(blank.dataset.blankRow, String(at));
  return made.content.firstElementChild;
}

function add(question, button) {
  const row = blankRow(question);
  (rowsOf(question).at(-1) ?? template(question)).after(row);
  const rows = number(question);
  row.dispatchEvent(new CustomEvent('motcua:added', { bubbles: true }));
  (inputOf(row) ?? row).focus();
  say(formOf(question), button.dataset.added.replace('{n}', String(rows.length)));
}

function remove(question, row, button) {
  const at = rowsOf(question).indexOf(row);
  row.remove();
  const rows = number(question);
  const next = rows[Math.min(at, rows.length - 1)];
  (next ?? addButton(question)).focus();
  say(formOf(question), button.dataset.removed.replace('{n}', String(at + 1)));
  question.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Whether the press was one of ours. */
export function pressed(button) {
  const question = button.closest('[data-kind=rows]');
  if (!question || (button.hasAttribute('data-add-row') && !template(question))) return false;
  if (button.hasAttribute('data-add-row')) add(question, button);
  else if (button.hasAttribute('data-remove-row')) remove(question, button.closest('[data-row]'), button);
  else return false;
  return true;
}

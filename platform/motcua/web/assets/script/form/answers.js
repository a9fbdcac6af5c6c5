/* The answers as they stand on the page, read as the server will read them.
   [data-scope] is an object (the form, a group, a row); [data-key] a question in it; [data-rows] a list of rows. */
import { day, decimal, wholeNumber } from './typed.js';

const READ = {
  integer: wholeNumber,
  money: wholeNumber,
  number: decimal,
  date: day,
};

export const scopeOf = (part) => part.parentElement.closest('[data-scope]');
export const formOf = (part) => part.closest('[data-form]');
export const languageOf = (part) => formOf(part)?.dataset.language ?? 'vi';

const own = (scope, selector) => [...scope.querySelectorAll(selector)].filter((part) => scopeOf(part) === scope);

/** The parts of the same form that stand on one page: their questions are answers of one object. */
function together(scope) {
  if (!scope.hasAttribute('data-form')) return [scope];
  const page = scope.closest('form') ?? document;
  return [...page.querySelectorAll('[data-form]')].filter((one) => one.dataset.form === scope.dataset.form);
}

export function inputOf(question) {
  return question.querySelector('input:not([type=hidden], [type=file]), select, textarea');
}

export function rowsOf(question) {
  return [...question.querySelectorAll('[data-row]')].filter((row) => row.parentElement.closest('[data-key]') === question);
}

/** A row of plain values has one question without a key. */
function rowValue(row) {
  const data = dataOf(row);
  return '' in data ? data[''] : data;
}

function ticked(question) {
  return [...question.querySelectorAll('input:checked')].map((box) => box.value);
}

function choice(question) {
  const value = question.querySelector('select') ? question.querySelector('select').value : ticked(question)[0];
  // Choices that are numbers or yes and no come with their own value beside the text.
  const written = question.dataset.values && value ? JSON.parse(question.dataset.values)[value] : undefined;
  return written !== undefined ? written : value || null;
}

function yesNo(question) {
  if (inputOf(question)?.type === 'checkbox') return inputOf(question).checked;
  return { true: true, false: false }[ticked(question)[0]] ?? null;
}

function waysOf(question) {
  return [...question.querySelectorAll('[data-way]')].filter((way) => way.parentElement.closest('[data-key]') === question);
}

/** The radio of a way stands right before its questions. */
export const radioOf = (way) => way.previousElementSibling.querySelector('input[type=radio]');

/** The answers that the chosen way gives. */
function marksOf(question) {
  const way = waysOf(question).find((one) => radioOf(one).checked);
  return way ? JSON.parse(way.dataset.marks) : {};
}

/** The value of one question, null while there is none. */
export function valueOf(question) {
  const kind = question.dataset.kind;
  if (kind === 'group') return dataOf(question.querySelector('[data-scope]'));
  if (kind === 'rows') return rowsOf(question).map(rowValue);
  if (kind === 'choices') return ticked(question);
  if (kind === 'choice') return choice(question);
  if (kind === 'yes_no') return yesNo(question);
  if (kind === 'file') return question.querySelector('input[type=hidden]')?.value || null;
  const typed = inputOf(question)?.value.trim() ?? '';
  if (!typed) return null;
  const read = READ[kind];
  return read ? read(typed, languageOf(question)) : typed;
}

/** The answers of an object: its questions that are asked. */
export function dataOf(scope) {
  const parts = together(scope);
  const data = Object.assign({}, ...parts.map((part) => JSON.parse(part.dataset.around ?? '{}')));
  for (const question of parts.flatMap((part) => own(part, '[data-key]'))) {
    if (question.closest('[data-asked=no]')) continue;
    if (question.dataset.kind === 'variant') Object.assign(data, marksOf(question));
    const value = question.dataset.kind === 'variant' ? null : valueOf(question);
    if (value !== null && value !== undefined) data[question.dataset.key] = value;
  }
  return data;
}

/** The objects around a scope, the nearest first. */
export function around(scope) {
  const found = [];
  for (let part = scopeOf(scope); part; part = scopeOf(part)) found.push(dataOf(part));
  return found;
}

/* The answers of a closed list: a list of keys with labels, or of constants with titles. */
import { isObject } from './schema.js';
import { keyOf, unused } from './keys.js';

/** The part of a question that holds its list: of several choices it is `items`. */
export const listPath = (node) => (node.type === 'array' ? ['items'] : []);

const wayOf = (list) => ['oneOf', 'anyOf'].find((word) => Array.isArray(list[word]) && list[word].every((one) => isObject(one) && 'const' in one));

/** [{value, label, english}], null when the question has no list. */
export function readChoices(list) {
  const word = wayOf(list);
  if (word) return list[word].map((one) => ({ value: one.const, label: one.title ?? String(one.const), english: one['x-en']?.title ?? '' }));
  if (!Array.isArray(list.enum)) return null;
  return list.enum.map((value) => ({ value, label: list['x-labels']?.[value] ?? String(value), english: list['x-en']?.enumLabels?.[value] ?? '' }));
}

/** The same part with other answers, in the words it used before. */
export function writeChoices(list, choices) {
  const word = wayOf(list);
  if (word) {
    const before = new Map(list[word].map((one) => [JSON.stringify(one.const), one]));
    return { ...list, [word]: choices.map(({ value, label, english }) => titled(before.get(JSON.stringify(value)), value, label, english)) };
  }
  const { enumLabels: gone, ...others } = list['x-en'] ?? {};
  const english = Object.fromEntries(choices.filter((one) => one.english).map((one) => [one.value, one.english]));
  const whole = { ...list, enum: choices.map(({ value }) => value), 'x-labels': Object.fromEntries(choices.map(({ value, label }) => [value, label])), 'x-en': { ...others, enumLabels: english } };
  if (!Object.keys(english).length) whole['x-en'] = others;
  if (!Object.keys(whole['x-en']).length) delete whole['x-en'];
  return whole;
}

function titled(before, value, label, english) {
  const whole = { ...before, const: value, title: label };
  const { title: gone, ...others } = before?.['x-en'] ?? {};
  const words = english ? { ...others, title: english } : others;
  delete whole['x-en'];
  return Object.keys(words).length ? { ...whole, 'x-en': words } : whole;
}

/** One more answer, its key made of its label. */
export function added(choices, label, english = '') {
  return [...choices, { value: unused(keyOf(label, 'lua_chon'), choices.map(({ value }) => value)), label, english }];
}

/** Lines pasted from a table: a label, and perhaps its English behind a tab. Answers of the same label stay what they are. */
export function pasted(choices, text) {
  return text.split(/\r?\n/).map((line) => line.split('\t').map((cell) => cell.trim())).filter(([label]) => label)
    .reduce((found, [label, english = '']) => (found.some((one) => one.label === label) ? found : added(found, label, english)), choices);
}

/* Rules of a container "at least one of …": anyOf over questions that are answered, with a sentence of their own. */
import { tidy } from './conditions.js';
import { isObject } from './schema.js';

const keysOf = (rule) => (Array.isArray(rule?.anyOf) ? rule.anyOf : []).map((part) => (isObject(part) && Object.keys(part).length === 1 && part.required?.length === 1 ? part.required[0] : null));
const isRule = (rule) => keysOf(rule).length > 1 && !keysOf(rule).includes(null);

/** The rules that can be chosen: [{index, keys, error, english}], `index` into allOf. */
export function readRules(holder) {
  return (Array.isArray(holder.allOf) ? holder.allOf : []).map((rule, index) => ({ rule, index })).filter(({ rule }) => isRule(rule))
    .map(({ rule, index }) => ({ index, keys: keysOf(rule), error: rule['x-error'] ?? '', english: rule['x-en']?.error ?? '' }));
}

/** The container with a rule written (`index` null: a new one); fewer than two questions take it away. */
export function writeRule(holder, index, { keys, error, english }) {
  const list = [...(holder.allOf ?? [])];
  const before = index === null ? {} : list[index];
  if (keys.length < 2) return index === null ? holder : tidy({ ...holder, allOf: list.filter((one, place) => place !== index) });
  const field = keys.includes(before['x-field']) ? before['x-field'] : keys[0];
  const rule = { ...before, anyOf: keys.map((key) => ({ required: [key] })), 'x-field': field };
  for (const word of ['x-error', 'x-en']) delete rule[word];
  if (error) rule['x-error'] = error;
  if (english) rule['x-en'] = { ...before['x-en'], error: english };
  if (index === null) list.push(rule);
  else list[index] = rule;
  return { ...holder, allOf: list };
}

/** The container whose rules do not speak of a question any more. */
export function withoutInRules(holder, key) {
  return readRules(holder).reverse().reduce((whole, rule) => (rule.keys.includes(key)
    ? writeRule(whole, rule.index, { ...rule, keys: rule.keys.filter((one) => one !== key) }) : whole), holder);
}

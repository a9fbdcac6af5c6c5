/* When a question is asked, and when it must be answered: standard words of JSON Schema, read and written.

   A condition is {join: 'all' | 'any', rows: [{field, operator, value}]} over questions of the same container. */
import { isObject, same } from './schema.js';

export const OPERATORS = ['is', 'in', 'not', 'has', 'least', 'most', 'present', 'absent'];

/** The words of `if` for a condition. */
export function wordsOf({ join, rows }) {
  const parts = rows.map(partOf);
  if (parts.length === 1) return parts[0];
  return join === 'any' ? { anyOf: parts } : { allOf: parts };
}

function partOf({ field, operator, value }) {
  if (operator === 'present') return { required: [field] };
  if (operator === 'absent') return { not: { required: [field] } };
  const tests = {
    is: () => ({ const: value }), in: () => ({ enum: value }), not: () => ({ not: { const: value } }),
    has: () => ({ contains: { const: value } }), least: () => ({ minimum: value }), most: () => ({ maximum: value }),
  };
  return { properties: { [field]: tests[operator]() }, required: [field] };
}

/** The condition that the words of an `if` say; null when they say something that cannot be chosen. */
function conditionOf(words) {
  if (!isObject(words)) return null;
  for (const [word, join] of [['allOf', 'all'], ['anyOf', 'any']]) {
    if (!(word in words)) continue;
    const parts = Object.keys(words).length === 1 && Array.isArray(words[word]) ? words[word].map(rowsOf) : [null];
    const isFlat = parts.every((rows) => rows && (join === 'all' || rows.length === 1));
    return isFlat ? { join, rows: parts.flat() } : null;
  }
  const rows = rowsOf(words);
  return rows && { join: 'all', rows };
}

function rowsOf(words) {
  const names = isObject(words) ? Object.keys(words) : [];
  if (names.length === 1 && names[0] === 'not') {
    const [only, more] = Object.keys(words.not ?? {}).length === 1 ? words.not.required ?? [] : [];
    return only && !more ? [{ field: only, operator: 'absent' }] : null;
  }
  if (!names.length || names.some((name) => !['properties', 'required'].includes(name))) return null;
  const { properties = {}, required = [] } = words;
  if (!isObject(properties) || !Array.isArray(required)) return null;
  const rows = Object.entries(properties).map(([field, test]) => (required.includes(field) ? testOf(field, test) : null));
  const present = required.filter((field) => !(field in properties)).map((field) => [{ field, operator: 'present' }]);
  const all = [...rows, ...present];
  return all.length && all.every(Boolean) ? all.flat() : null;
}

function testOf(field, test) {
  const read = { const: 'is', enum: 'in', minimum: 'least', maximum: 'most' };
  const words = isObject(test) ? Object.keys(test) : [];
  if (!words.length) return null;
  const rows = words.map((word) => {
    if (read[word]) return { field, operator: read[word], value: test[word] };
    const inner = test[word];
    const isConst = isObject(inner) && Object.keys(inner).length === 1 && 'const' in inner;
    if (isConst && word === 'not') return { field, operator: 'not', value: inner.const };
    return isConst && word === 'contains' ? { field, operator: 'has', value: inner.const } : null;
  });
  return rows.every(Boolean) ? rows : null;
}

/** The rules `if … then … else` of a container: {rule, place}, the place being its path within the container. */
function rulesOf(holder) {
  const own = isObject(holder.if) ? [{ rule: holder, place: [] }] : [];
  const listed = Array.isArray(holder.allOf) ? holder.allOf : [];
  return [...own, ...listed.map((rule, index) => ({ rule, place: ['allOf', index] })).filter(({ rule }) => isObject(rule?.if))];
}

const asks = (rule, key) => Array.isArray(rule.then?.required) && rule.then.required.includes(key);
const hides = (rule, key) => isObject(rule.else?.properties) && rule.else.properties[key] === false;

/** How a question is asked: {shown, must, isByHand}; `shown` null: always; `must` false, true or a condition.

    By hand: rules about it that cannot be chosen here; they stay as they are. */
export function readAsked(holder, key) {
  const about = rulesOf(holder).filter(({ rule }) => asks(rule, key) || hides(rule, key) || mentions([rule.then?.properties, rule.else?.properties], key));
  const shown = about.filter(({ rule }) => hides(rule, key));
  const must = about.filter(({ rule }) => asks(rule, key) && !hides(rule, key));
  const read = [...shown, ...must].map(({ rule }) => conditionOf(rule.if));
  const isOdd = about.length !== read.length || read.includes(null) || shown.length > 1 || must.length > 1;
  const base = requiredOf(holder).includes(key);
  if (isOdd) return { shown: null, must: base, isByHand: true };
  const always = base || shown.some(({ rule }) => asks(rule, key));
  return { shown: shown.length ? conditionOf(shown[0].rule.if) : null, must: always || (must.length ? conditionOf(must[0].rule.if) : false), isByHand: false };
}

const mentions = (parts, key) => parts.some((part) => isObject(part) && key in part);

/** The container with a question asked in another way; the other questions of its rules stay as they are. */
export function writeAsked(holder, key, { shown, must }) {
  let whole = unasked(holder, key);
  const isAlways = must === true && !shown;
  whole = withRequired(whole, key, isAlways);
  if (shown) whole = withRule(whole, shown, { then: must === true ? key : null, else: key });
  if (must && must !== true) whole = withRule(whole, must, { then: key, else: null });
  return whole;
}

/** The container without any rule about when this question is asked. */
export function unasked(holder, key) {
  let whole = holder;
  for (const { rule, place } of [...rulesOf(holder)].reverse()) {
    if (!asks(rule, key) && !hides(rule, key)) continue;
    const next = withoutKey(rule, key);
    if (!place.length) whole = next;
    else whole = { ...whole, allOf: isEmptyRule(next) ? whole.allOf.filter((one) => one !== rule) : whole.allOf.map((one) => (one === rule ? next : one)) };
  }
  return tidy(whole);
}

function withoutKey(rule, key) {
  const whole = { ...rule };
  if (asks(rule, key)) whole.then = trimmed(rule.then, 'required', rule.then.required.filter((one) => one !== key));
  if (hides(rule, key)) {
    const { [key]: gone, ...rest } = rule.else.properties;
    whole.else = trimmed(rule.else, 'properties', rest);
  }
  for (const word of ['then', 'else']) if (isObject(whole[word]) && !Object.keys(whole[word]).length) delete whole[word];
  if (!whole.then && !whole.else && !('then' in whole)) delete whole.if;
  return whole;
}

function trimmed(part, word, value) {
  const { [word]: gone, ...rest } = part;
  return Object.keys(value).length ? { ...rest, [word]: value } : rest;
}

const isEmptyRule = (rule) => !Object.keys(rule).length;

/** A rule with the same condition takes the question in; else it gets one of its own. */
function withRule(holder, condition, { then, else: hidden }) {
  const words = wordsOf(condition);
  const list = holder.allOf ?? [];
  const fits = (rule) => isObject(rule) && same(rule.if, words) && !rule['x-error'] && Object.keys(rule).every((word) => ['if', 'then', 'else'].includes(word))
    && (!then || !rule.then || Array.isArray(rule.then.required)) && (!hidden || !rule.else || isObject(rule.else.properties));
  const found = list.find(fits);
  const rule = { ...(found ?? { if: words }) };
  if (then) rule.then = { ...rule.then, required: [...(rule.then?.required ?? []), then] };
  if (hidden) rule.else = { ...rule.else, properties: { ...rule.else?.properties, [hidden]: false } };
  return { ...holder, allOf: found ? list.map((one) => (one === found ? rule : one)) : [...list, rule] };
}

const requiredOf = (holder) => (Array.isArray(holder.required) ? holder.required : []);

export function withRequired(holder, key, isRequired) {
  const others = requiredOf(holder).filter((one) => one !== key);
  return tidy({ ...holder, required: isRequired ? [...others, key] : others });
}

/** Without lists that are empty. */
export function tidy(holder) {
  const whole = { ...holder };
  for (const word of ['required', 'allOf']) if (Array.isArray(whole[word]) && !whole[word].length) delete whole[word];
  return whole;
}

/** Whether any rule of the container asks about this question's answer. */
export function isAskedAbout(holder, key) {
  return rulesOf(holder).some(({ rule }) => JSON.stringify(rule.if).includes(JSON.stringify(key)));
}

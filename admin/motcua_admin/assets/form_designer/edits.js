/* What a person does with questions: each deed is a function from a schema to a new one. */
import { unasked, isAskedAbout, readAsked, tidy, withRequired, writeAsked } from './conditions.js';
import { keyOf, unused } from './keys.js';
import { withoutInRules } from './rules.js';
import { ROOT, at, containersOf, fieldsOf, isObject, placeOf, put, same } from './schema.js';
import { withSections } from './sections.js';

const propertiesOf = (schema, container) => at(schema, container)?.properties ?? {};

/** Adds a question: {schema, path}. `section` counts at the root alone; `index` is its place among those in sight. */
export function addField(schema, { container = ROOT, section = -1, index = Infinity, snippet, key = '', required = false }) {
  const taken = Object.keys(propertiesOf(schema, container));
  const name = unused(key || keyOf(snippet.title ?? ''), taken);
  const isForm = same(container, ROOT);
  let holder = at(schema, container);
  holder = { ...holder, properties: inserted(schema, container, name, snippet, isForm && section >= 0 ? Infinity : index) };
  holder = withRequired(holder, name, required || snippet['x-widget'] === 'declaration');
  let whole = put(schema, container, holder);
  if (isForm && section >= 0) whole = placed(whole, name, section, index);
  return { schema: whole, path: [...container, 'properties', name] };
}

function inserted(schema, container, name, node, index) {
  const shown = fieldsOf(schema, container).map(({ key }) => key);
  const before = shown[index];
  const entries = Object.entries(propertiesOf(schema, container)).filter(([key]) => key !== name);
  const place = before === undefined ? entries.length : entries.findIndex(([key]) => key === before);
  entries.splice(place, 0, [name, node]);
  return Object.fromEntries(entries);
}

/** The form with a root question in a section, and in no other. */
function placed(schema, key, section, index) {
  const list = schema['x-sections'].map((one) => ({ ...one, fields: (one.fields ?? []).filter((other) => other !== key) }));
  list[section].fields.splice(Math.min(index, list[section].fields.length), 0, key);
  return { ...schema, 'x-sections': list };
}

/** Moves a question to a place: within its container it stays what it is; elsewhere it may need another key.

    {schema, path, isCut}: cut when rules about it had to be left behind. */
export function moveField(schema, path, { container = ROOT, section = -1, index }) {
  const from = placeOf(path);
  if (same(from.container, container)) {
    if (same(container, ROOT) && section >= 0) return { schema: placed(withSections(schema), from.key, section, index), path, isCut: false };
    const node = at(schema, path);
    const bare = put(schema, path, undefined);
    const properties = inserted(bare, container, from.key, node, index);
    return { schema: put(schema, [...container, 'properties'], properties), path, isCut: false };
  }
  const holder = at(schema, from.container);
  const { must, shown, isByHand } = readAsked(holder, from.key);
  const isCut = Boolean(shown || isByHand || (must && must !== true) || isAskedAbout(holder, from.key));
  const snippet = at(schema, path);
  const there = addField(schema, { container, section, index, snippet, key: from.key, required: must === true });
  return { schema: removeField(there.schema, path), path: there.path, isCut };
}

/** A question's twin right behind it. */
export function copyField(schema, path) {
  const { container, key } = placeOf(path);
  const { [key]: node } = propertiesOf(schema, container);
  const sections = same(container, ROOT) ? schema['x-sections'] ?? [] : [];
  const section = sections.findIndex((one) => one.fields?.includes(key));
  const among = section >= 0 ? sections[section].fields : fieldsOf(schema, container).map((one) => one.key);
  const required = (at(schema, container).required ?? []).includes(key);
  return addField(schema, { container, section, index: among.indexOf(key) + 1, snippet: structuredCopy(node), key: keyOf(key), required });
}

const structuredCopy = (node) => JSON.parse(JSON.stringify(node));

/** Takes a question away, with everything the form says about it. */
export function removeField(schema, path) {
  const { container, key } = placeOf(path);
  let holder = withoutInRules(unasked(withRequired(at(schema, container), key, false), key), key);
  holder = withoutConditionsOn(holder, key);
  const { [key]: gone, ...rest } = holder.properties;
  let whole = put(schema, container, tidy({ ...holder, properties: rest }));
  if (!container.length && Array.isArray(whole['x-sections'])) {
    whole = { ...whole, 'x-sections': whole['x-sections'].map((one) => ({ ...one, fields: (one.fields ?? []).filter((other) => other !== key) })) };
  }
  return whole;
}

/** Questions that were asked only after this one's answer are asked always. */
function withoutConditionsOn(holder, key) {
  let whole = dropped(holder, key);
  for (const name of Object.keys(holder.properties ?? {})) {
    const { shown, must, isByHand } = readAsked(whole, name);
    if (isByHand) continue;
    const left = { shown: speaksOf(shown, key) ? null : shown, must: must !== true && speaksOf(must, key) ? false : must };
    if (left.shown !== shown || left.must !== must) whole = writeAsked(whole, name, left);
  }
  return whole;
}

const speaksOf = (condition, key) => Boolean(condition?.rows?.some((row) => row.field === key));

function dropped(holder, key) {
  if (!isObject(holder.dependentRequired)) return holder;
  const rules = Object.entries(holder.dependentRequired).filter(([name]) => name !== key)
    .map(([name, keys]) => [name, keys.filter((one) => one !== key)]).filter(([, keys]) => keys.length);
  const { dependentRequired: gone, ...rest } = holder;
  return rules.length ? { ...rest, dependentRequired: Object.fromEntries(rules) } : rest;
}

/** Gives a question another key, everywhere the form speaks of it: {schema, path}. */
export function renameField(schema, path, name) {
  const { container, key } = placeOf(path);
  if (name === key || name in propertiesOf(schema, container)) return { schema, path };
  const holder = at(schema, container);
  const { properties, ...rules } = holder;
  const renamed = Object.fromEntries(Object.entries(properties).map(([one, node]) => [one === key ? name : one, node]));
  const order = Object.keys(holder);
  const spoken = { ...speaking(rules, key, name), properties: Object.fromEntries(Object.entries(renamed).map(([one, node]) => [one, reckoned(node, key, name)])) };
  const whole = put(schema, container, Object.fromEntries(order.map((word) => [word, spoken[word]])));
  return { schema: whole, path: [...container, 'properties', name] };
}

const RULES = ['required', 'allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'not', 'dependentRequired', 'dependentSchemas', 'x-sections', 'x-paper'];

function speaking(rules, key, name) {
  return Object.fromEntries(Object.entries(rules).map(([word, value]) => [word, RULES.includes(word) ? replaced(value, key, name) : value]));
}

/** Names in lists of questions and keys of objects; never answers (const, enum) or sentences. */
function replaced(value, key, name, word = '') {
  if (Array.isArray(value)) return value.map((one) => (one === key && word !== 'enum' ? name : replaced(one, key, name)));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([one, inner]) => {
    const keeps = ['const', 'enum', 'x-en', 'x-error', 'title', 'key'].includes(one);
    const isName = one.endsWith('field') && inner === key;
    const isWord = RULES.includes(one) || ['properties', 'fields'].includes(one);
    return [one === key && !isWord ? name : one, keeps ? inner : isName ? name : replaced(inner, key, name, one)];
  }));
}

function reckoned(node, key, name) {
  if (!isObject(node) || typeof node['x-formula'] !== 'string') return node;
  return { ...node, 'x-formula': node['x-formula'].replace(/"[^"]*"|[a-zA-Z_][\w.]*/g, (found) => (found === key ? name : found)) };
}

/** Writes a word of a question or of the form; an empty one is taken away. */
export function setWord(schema, path, word, value) {
  return put(schema, [...path, word], value === '' || value === null ? undefined : value);
}

/** The same for its English. */
export function setEnglish(schema, path, word, value) {
  const { [word]: gone, ...others } = at(schema, path)['x-en'] ?? {};
  const words = value ? { ...others, [word]: value } : others;
  return put(schema, [...path, 'x-en'], Object.keys(words).length ? words : undefined);
}

/** How a question is asked, see conditions.js. */
export function setAsked(schema, path, asked) {
  const { container, key } = placeOf(path);
  return put(schema, container, writeAsked(at(schema, container), key, asked));
}

/** A label, and with it the key while nobody else knows the key: {schema, path}. */
export function setLabel(schema, path, label, isKeyFree) {
  const { container, key } = placeOf(path);
  const before = at(schema, path);
  const whole = setWord(schema, path, 'title', label);
  const isMade = key.replace(/_\d+$/, '') === keyOf(before.title ?? '').replace(/_\d+$/, '');
  if (!isKeyFree || !isMade || !label) return { schema: whole, path };
  const others = Object.keys(propertiesOf(schema, container)).filter((one) => one !== key);
  return renameField(whole, path, unused(keyOf(label), others));
}

/** Whether questions can be put into this one. */
export const holds = (schema, path) => containersOf(schema, path).length > 0;

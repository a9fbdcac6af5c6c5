/* The parts of a form, which are the pages of the citizen's way. Every function gives a new schema. */
import { keyOf, unused } from './keys.js';
import { ROOT, fieldsOf } from './schema.js';

const written = (schema) => (Array.isArray(schema['x-sections']) ? schema['x-sections'] : []);

/** The form with its parts written down: one without gets a single part with every question. */
export function withSections(schema, title = 'Nội dung', english = 'Contents') {
  const keys = fieldsOf(schema, ROOT).map(({ key }) => key);
  const list = written(schema);
  if (!list.length) return { ...schema, 'x-sections': [{ key: 'phan_1', title, 'x-en': { title: english }, fields: keys }] };
  const placed = new Set(list.flatMap((one) => one.fields ?? []));
  const left = keys.filter((key) => !placed.has(key));
  if (!left.length) return schema;
  const last = list[list.length - 1];
  return { ...schema, 'x-sections': [...list.slice(0, -1), { ...last, fields: [...(last.fields ?? []), ...left] }] };
}

/** A new part at a place, or at the end. */
export function addSection(schema, snippet, index = Infinity) {
  const hasFields = fieldsOf(schema, ROOT).length > 0;
  const whole = hasFields || written(schema).length ? withSections(schema) : { ...schema, 'x-sections': [] };
  const list = [...whole['x-sections']];
  const key = unused(keyOf(snippet.title, 'phan'), list.map((one) => one.key));
  const place = Math.min(index, list.length);
  list.splice(place, 0, { key, ...snippet, fields: [] });
  return { schema: { ...whole, 'x-sections': list }, index: place };
}

export function setSection(schema, index, words) {
  const whole = withSections(schema);
  return { ...whole, 'x-sections': whole['x-sections'].map((one, place) => (place === index ? trimmed({ ...one, ...words }) : one)) };
}

export function moveSection(schema, index, by) {
  const list = [...written(schema)];
  const to = index + by;
  if (to < 0 || to >= list.length) return schema;
  [list[index], list[to]] = [list[to], list[index]];
  return { ...schema, 'x-sections': list };
}

/** Without a part: its questions go to the one before, else to the one behind. */
export function removeSection(schema, index) {
  const list = [...written(schema)];
  const [gone] = list.splice(index, 1);
  if (!list.length) {
    const { 'x-sections': none, ...rest } = schema;
    return rest;
  }
  const to = Math.max(index - 1, 0);
  const fields = index ? [...list[to].fields, ...gone.fields] : [...gone.fields, ...list[to].fields];
  list[to] = { ...list[to], fields };
  return { ...schema, 'x-sections': list };
}

const trimmed = (section) => Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined && value !== ''));

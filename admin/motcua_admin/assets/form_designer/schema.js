/* Reading a form's schema. A path is the list of keys that leads to a place in it; a container is an object with properties. */

export const ROOT = [];

/** The value at a path; undefined when there is none. */
export function at(schema, path) {
  return path.reduce((node, key) => (node === null || typeof node !== 'object' ? undefined : node[key]), schema);
}

/** The same schema with another value at a path; undefined takes the key away. Keys keep their order. */
export function put(schema, path, value) {
  if (!path.length) return value;
  const [key, ...rest] = path;
  if (Array.isArray(schema)) {
    const whole = [...schema];
    if (rest.length || value !== undefined) whole[key] = put(schema[key] ?? {}, rest, value);
    else whole.splice(key, 1);
    return whole;
  }
  const whole = { ...schema };
  const inner = rest.length ? put(schema?.[key] ?? {}, rest, value) : value;
  if (inner === undefined) delete whole[key];
  else whole[key] = inner;
  return whole;
}

export const pointerOf = (path) => path.map((key) => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** The path of a JSON pointer; numbers stand for places in lists. */
export function pathOf(pointer) {
  return pointer.split('/').slice(1).map((key) => key.replace(/~1/g, '/').replace(/~0/g, '~')).map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** A node with what it takes over from `#/$defs`; its own words come first. */
export function resolved(schema, node, depth = 0) {
  if (!isObject(node)) return {};
  const { $ref: reference, ...own } = node;
  if (typeof reference !== 'string' || !reference.startsWith('#/') || depth > 8) return node;
  const found = resolved(schema, at(schema, pathOf(reference.slice(1))), depth + 1);
  return { ...found, ...own, 'x-en': { ...found['x-en'], ...own['x-en'] } };
}

/** The container a question stands in, and its key. */
export function placeOf(path) {
  return { container: path.slice(0, -2), key: path[path.length - 1] };
}

/** Where the questions inside a question stand: of a group, of each row, of each way. */
export function containersOf(schema, path) {
  const node = at(schema, path);
  if (!isObject(node) || node.$ref) return [];
  const items = node.items;
  if (isObject(items?.properties)) return [{ path: [...path, 'items'], title: '' }];
  const ways = Array.isArray(node.oneOf) && node.oneOf.every((way) => isObject(way?.properties)) ? node.oneOf : [];
  const found = ways.map((way, index) => ({ path: [...path, 'oneOf', index], title: way.title ?? '' }));
  return isObject(node.properties) ? [{ path, title: '' }, ...found] : found;
}

/** Every question of a container in its order: {path, key, node, required}. `node` is resolved. */
export function fieldsOf(schema, container) {
  const holder = at(schema, container) ?? {};
  const required = Array.isArray(holder.required) ? holder.required : [];
  const marks = container.includes('oneOf');
  return Object.entries(isObject(holder.properties) ? holder.properties : {})
    // The answer that tells a way from the others is no question of its own.
    .filter(([, node]) => !(marks && isObject(node) && 'const' in node && !node.title))
    .map(([key, node]) => ({ path: [...container, 'properties', key], key, node: resolved(schema, node), required: required.includes(key) }));
}

/** The sections of a form; one without any has a single one that is not written down. */
export function sectionsOf(schema) {
  const fields = fieldsOf(schema, ROOT);
  const written = Array.isArray(schema['x-sections']) ? schema['x-sections'].filter(isObject) : [];
  if (!written.length) return [{ index: -1, key: '', title: '', english: '', description: '', fields }];
  const byKey = new Map(fields.map((one) => [one.key, one]));
  const sections = written.map((one, index) => ({
    index, key: one.key ?? '', title: one.title ?? '', english: one['x-en']?.title ?? '', description: one.description ?? '',
    fields: (Array.isArray(one.fields) ? one.fields : []).filter((key) => byKey.has(key)).map((key) => byKey.get(key)),
  }));
  const placed = new Set(sections.flatMap((one) => one.fields.map(({ key }) => key)));
  const left = fields.filter(({ key }) => !placed.has(key));
  if (left.length) sections.push({ index: -1, key: '', title: '', english: '', description: '', fields: left });
  return sections;
}

/** Every question of the form, those inside others too, in reading order. */
export function walk(schema) {
  const into = (one) => [one, ...containersOf(schema, one.path).flatMap(({ path }) => fieldsOf(schema, path).flatMap(into))];
  return sectionsOf(schema).flatMap(({ fields }) => fields.flatMap(into));
}

/** The question that a place in the schema belongs to; null for the form itself. */
export function fieldAt(schema, path) {
  const known = new Set(walk(schema).map((one) => pointerOf(one.path)));
  for (let length = path.length; length > 0; length -= 1) {
    const shorter = path.slice(0, length);
    if (known.has(pointerOf(shorter))) return shorter;
  }
  return null;
}

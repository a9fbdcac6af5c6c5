/* What bpmn-moddle is to know of our words. A word that is not known yet is kept as it stands, never dropped. */
import words from './motcua.json' with { type: 'json' };

const OPENING = /<([\w.-]+:)?([\w.-]+)/g;
const known = new Set(words.types.map(({ name }) => name));

/** The descriptor of our namespace for a file: what the file writes beside the known words is carried along. */
export function descriptorFor(xml) {
  const names = new Set([...xml.matchAll(OPENING)].filter((tag) => isOurs(xml, tag[1])).map((tag) => capital(tag[2])));
  const others = [...names].filter((name) => !known.has(name));
  return { ...words, types: [...words.types, ...others.map((name) => ({ name, superClass: ['Word'] }))] };
}

const capital = (name) => name[0].toUpperCase() + name.slice(1);

const isOurs = (xml, prefix) => Boolean(prefix) && new RegExp(`xmlns:${prefix.slice(0, -1)}\\s*=\\s*["']${words.uri}["']`).test(xml);

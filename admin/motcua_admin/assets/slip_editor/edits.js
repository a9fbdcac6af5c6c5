/* Deeds on a template: each takes it as it stands and gives the next one. */

/** What a new block of each kind begins with. */
const BEGINNINGS = {
  header: { name: '' }, title: { text: '' }, text: { text: '' }, line: { label: '', text: '' }, list: { text: '{item}' }, table: { columns: [{ head: '', text: '', width: 10 }] },
  signatures: { places: [{ role: '', note: '', name: '' }] }, recipients: { lines: [''] }, note: { lines: [''] }, space: { size: 2 },
};

export const blocksOf = (template) => (Array.isArray(template.blocks) ? template.blocks : []);

/** A block of a kind behind the place; `rows` is the field whose rows it shows at first. */
export function addBlock(template, kind, place, rows) {
  const made = { kind, ...(rows ? { of: rows } : {}), ...copied(BEGINNINGS[kind] ?? {}) };
  return withBlocks(template, spliced(blocksOf(template), place, 0, made));
}

export const removeBlock = (template, place) => withBlocks(template, spliced(blocksOf(template), place, 1));

export const copyBlock = (template, place) => withBlocks(template, spliced(blocksOf(template), place + 1, 0, copied(blocksOf(template)[place])));

export function moveBlock(template, from, to) {
  const blocks = blocksOf(template);
  return withBlocks(template, spliced(spliced(blocks, from, 1), to, 0, blocks[from]));
}

/** A block with one item said otherwise; undefined takes the item away. */
export function setItem(template, place, key, value) {
  const { [key]: gone, ...rest } = blocksOf(template)[place];
  const next = value === undefined ? rest : { ...blocksOf(template)[place], [key]: value };
  return withBlocks(template, blocksOf(template).map((one, at) => (at === place ? next : one)));
}

/** The template itself with one item said otherwise. */
export function setWhole(template, key, value) {
  const { [key]: gone, ...rest } = template;
  return value === undefined ? rest : { ...template, [key]: value };
}

export function spliced(list, start, count, ...items) {
  return [...list.slice(0, start), ...items, ...list.slice(start + count)];
}

/** The parts of a text in two languages. */
export const partsOf = (phrase) => (typeof phrase === 'object' && phrase !== null ? { vi: phrase.vi ?? '', en: phrase.en ?? '' } : { vi: phrase ?? '', en: '' });

/** A text out of its parts: plain where there is no English of its own. */
export const phraseOf = ({ vi, en }) => (en ? { vi, en } : vi);

const withBlocks = (template, blocks) => ({ ...template, blocks });

const copied = (value) => JSON.parse(JSON.stringify(value));

/* What kind of question a node is, and which of its words the builder knows. Words it does not know stay as they are. */
import { isObject } from './schema.js';

const COMMON = ['type', 'title', 'description', 'default', 'readOnly', 'examples', '$comment'];
const WORDS = {
  string: ['minLength', 'maxLength', 'pattern', 'format', 'enum', 'oneOf', 'anyOf', 'const'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'enum', 'oneOf', 'const'],
  boolean: ['const', 'enum'],
  array: ['items', 'minItems', 'maxItems', 'uniqueItems', 'contains', 'minContains', 'maxContains'],
  object: ['properties', 'required', 'additionalProperties', 'allOf', 'if', 'then', 'else', 'oneOf', 'dependentRequired'],
  null: [],
};
WORDS.integer = WORDS.number;

const WIDGETS = {
  full_name: 'full_name', personal_id: 'personal_id', identifier: 'identifier', phone: 'phone', tax_code: 'tax_code', bank_account: 'bank_account',
  address: 'address', organisation: 'organisation', business_lines: 'business_lines', land_parcel: 'land_parcel', family: 'family',
  money: 'money', note: 'note', declaration: 'declaration', textarea: 'long_text',
};
const FORMATS = { 'motcua-file': 'file', 'motcua-day': 'partial_day', date: 'date', email: 'email' };

/** The kind of a resolved node, as the palette calls it; empty for what cannot be told. */
export function kindOf(node) {
  if (!isObject(node)) return '';
  if (node['x-formula'] !== undefined) return 'computed';
  if (WIDGETS[node['x-widget']]) return WIDGETS[node['x-widget']];
  if (FORMATS[node.format]) return FORMATS[node.format];
  if (node.type === 'array') return isObject(node.items?.properties) ? 'rows' : node.items?.enum ? 'choices' : '';
  if (node.type === 'object' || isObject(node.properties)) return Array.isArray(node.oneOf) ? 'variant' : 'group';
  if (Array.isArray(node.enum) || Array.isArray(node.oneOf)) return node['x-widget'] === 'select' ? 'select' : 'choice';
  if (node.type === 'boolean') return node['x-widget'] === 'checkbox' ? 'tick' : 'yes_no';
  return { string: 'text', number: 'number', integer: 'integer', null: 'note' }[node.type] ?? '';
}

/** Whether a node, as written, says something that the builder has no field for. */
export function isByHand(node) {
  if (!isObject(node)) return true;
  if (node.$ref) return false;
  const known = typeof node.type === 'string' ? WORDS[node.type] : undefined;
  if (!known || !kindOf(node)) return true;
  return Object.keys(node).some((word) => !word.startsWith('x-') && !COMMON.includes(word) && !known.includes(word));
}

/** The name of a kind for people. */
export function nameOfKind(palette, kind) {
  return palette.find((one) => one.key === kind)?.name ?? kind;
}

export const NUMBERS = ['number', 'integer', 'money', 'area', 'computed'];
const WHOLE = ['address', 'organisation', 'business_lines', 'land_parcel', 'family', 'bank_account', 'former_address'];

/** Whether the questions inside are drawn one by one: of a ready-made kind only the whole is shown. */
export const isOpened = (node) => !WHOLE.includes(kindOf(node));

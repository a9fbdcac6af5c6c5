/* Answers worked out from others, shown while typing. [data-formula] is the formula as a tree: a number, a text, a
   name as {"name": key}, or {"do": sign, "with": [tree, …]}. The server works it out again and believes nothing. */
import { around, dataOf, languageOf, scopeOf } from './answers.js';
import { writtenNumber } from './typed.js';

const DO = {
  '+': (a, b) => a + b,
  '-': (a, b) => (b === undefined ? -a : a - b),
  '*': (a, b) => a * b,
  '/': (a, b) => (b ? a / b : NaN),
};

function value(tree, data) {
  if (typeof tree !== 'object') return tree;
  if ('name' in tree) return data[tree.name];
  const parts = tree.with.map((one) => value(one, data));
  return parts.every((part) => typeof part === 'number') && DO[tree.do] ? DO[tree.do](...parts) : undefined;
}

/** Floating point gives 0.30000000000000004: twelve figures are more than any form asks for. Halves go up in size. */
function rounded(number, isWhole) {
  const plain = Number(number.toPrecision(12));
  return isWhole ? Math.sign(plain) * Math.round(Math.abs(plain)) : plain;
}

export function follow(form) {
  form.querySelectorAll('[data-formula]').forEach((place) => {
    const scope = scopeOf(place.closest('[data-key]'));
    const known = Object.assign({}, ...around(scope).reverse(), dataOf(scope));
    const found = value(JSON.parse(place.dataset.formula), known);
    const isNumber = typeof found === 'number' && Number.isFinite(found);
    place.textContent = isNumber ? writtenNumber(rounded(found, 'whole' in place.dataset), languageOf(place)) : place.dataset.none;
  });
}

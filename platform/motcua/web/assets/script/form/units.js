/* Provinces and communes: the units below a chosen one are fetched once a province and kept by the browser. */
import { scopeOf } from './answers.js';

const LEVELS = ['tinh', 'huyen', 'xa'];
const known = new Map();

function fetched(address) {
  if (!known.has(address)) {
    known.set(address, fetch(address).then((answer) => (answer.ok ? answer.json() : [])).catch(() => { known.delete(address); return null; }));
  }
  return known.get(address);
}

const selectsOf = (scope) =>
  LEVELS.map((level) => scope.querySelector(`select[data-unit=${level}]`)).filter((select) => select && scopeOf(select.closest('[data-key]')) === scope);

function fill(select, units) {
  const kept = select.value;
  select.replaceChildren(new Option('–', ''), ...units.map(([code, name]) => new Option(name, code)));
  select.value = units.some(([code]) => code === kept) ? kept : '';
  select.dispatchEvent(new CustomEvent('motcua:filled'));
}

async function below(selects) {
  const province = selects[0].value;
  const units = province ? await fetched(selects[0].dataset.unitsUrl.replace('X', encodeURIComponent(province))) : [];
  // Without a connection the list stays as it is; the button of the server is shown again.
  return units;
}

/** A unit was chosen: the lists under it follow. */
export async function chosen(select) {
  const scope = scopeOf(select.closest('[data-key]'));
  const selects = selectsOf(scope);
  const level = selects.indexOf(select);
  if (level === selects.length - 1) return;
  let units = await below(selects);
  const button = scope.querySelector('[data-without-scripts]');
  if (button) button.hidden = units !== null;
  if (units === null) return;
  for (let at = 1; at < selects.length; at += 1) {
    if (at > level) fill(selects[at], units);
    units = units.find(([code]) => code === selects[at].value)?.[2] ?? [];
  }
}

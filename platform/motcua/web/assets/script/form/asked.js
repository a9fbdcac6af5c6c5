/* Questions asked in some cases only: they come and go at once. What was typed in one that goes stays in it; the server
   drops it when it is not asked at the end. [data-when] holds the condition, [data-asked] says how it stands. */
import { around, dataOf, radioOf, scopeOf } from './answers.js';
import { holds } from './condition.js';

const MOST_ROUNDS = 8;

function settle(part) {
  const scope = scopeOf(part);
  const isAsked = holds(JSON.parse(part.dataset.when), dataOf(scope), around(scope));
  const word = isAsked ? 'yes' : 'no';
  if (part.dataset.asked === word && part.hidden === !isAsked) return false;
  part.dataset.asked = word;
  part.hidden = !isAsked;
  return true;
}

function settleWay(way) {
  const isChosen = radioOf(way)?.checked ?? false;
  way.dataset.asked = isChosen ? 'yes' : 'no';
  way.hidden = !isChosen;
}

/** One answer may ask for another, which asks for a third: rounds until nothing changes. */
export function follow(form) {
  form.querySelectorAll('[data-way]').forEach(settleWay);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const changed = [...form.querySelectorAll('[data-when]')].filter(settle);
    if (!changed.length) break;
  }
}

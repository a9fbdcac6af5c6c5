/* Asks the browser's scripts what the server is asked too; cases come on stdin, answers go to stdout. */
import { readFileSync } from 'node:fs';

const at = new URL('../../platform/motcua/web/assets/script/form/', import.meta.url);
const { holds } = await import(new URL('condition.js', at));
const { inWords } = await import(new URL('money_words.js', at));
const { day, decimal, grouped, wholeNumber } = await import(new URL('typed.js', at));

const asked = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify({
  conditions: asked.conditions.map(({ condition, cases }) =>
    cases.map(({ data, enclosing }) => holds(condition, data, enclosing))),
  words: asked.sums.map((sum) => [inWords(sum, 'vi'), inWords(sum, 'en')]),
  days: asked.days.map(day),
  numbers: asked.numbers.map(([typed, language]) => decimal(typed, language)),
  whole: asked.whole.map(wholeNumber),
  grouped: asked.grouped.map(([kind, typed]) => grouped(kind, typed, 'vi')),
}));

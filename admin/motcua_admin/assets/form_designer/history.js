/* What can be undone: a list of schemas; each change makes a new list. */

const MOST = 200;

export const begin = (schema) => ({ past: [], now: schema, future: [] });

/** After a change; `name` joins a row of like changes (typing in one field) into one step. */
export function changed(history, schema, name = '') {
  if (schema === history.now) return history;
  const joins = name && history.name === name;
  return { past: joins ? history.past : [...history.past, history.now].slice(-MOST), now: schema, future: [], name };
}

export function undone(history) {
  if (!history.past.length) return history;
  return { past: history.past.slice(0, -1), now: history.past[history.past.length - 1], future: [history.now, ...history.future] };
}

export function redone(history) {
  if (!history.future.length) return history;
  return { past: [...history.past, history.now], now: history.future[0], future: history.future.slice(1) };
}

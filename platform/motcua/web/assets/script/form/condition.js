/* Whether a question is asked: the conditions of the server (domain/forms/form_condition.py) with the same meaning.
   `data` is the object that holds the question, `enclosing` the objects around it, the nearest first. */

const isBlank = (value) =>
  value === undefined || value === null || value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

function find(path, data) {
  return path.reduce((inside, key) => (inside && typeof inside === 'object' ? inside[key] : undefined), data);
}

function answers(rule, data, enclosing) {
  const holder = [data, ...enclosing][rule.up ?? 0];
  const value = find(rule.field, holder);
  if ('present' in rule) return !isBlank(value);
  if (isBlank(value)) return false;
  if ('is' in rule) return rule.is.some((one) => one === value);
  if ('has' in rule) return Array.isArray(value) && value.some((one) => rule.has.includes(one));
  if (typeof value !== 'number') return false;
  return 'least' in rule ? value >= rule.least : value <= rule.most;
}

export function holds(condition, data, enclosing = []) {
  if (condition.all) return condition.all.every((one) => holds(one, data, enclosing));
  if (condition.any) return condition.any.some((one) => holds(one, data, enclosing));
  if (condition.not) return !holds(condition.not, data, enclosing);
  return answers(condition, data, enclosing);
}

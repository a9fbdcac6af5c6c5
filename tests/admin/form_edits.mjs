/* Does deeds of the form designer on forms that come on stdin; what becomes of them goes to stdout. */
import { readFileSync } from 'node:fs';

const from = new URL('../../admin/motcua_admin/assets/form_designer/', import.meta.url);
const load = (name) => import(new URL(name, from));
const [{ readAsked }, edits, { begin, changed, redone, undone }, { keyOf }, schemas, choices, { isByHand }] = await Promise.all(
  ['conditions.js', 'edits.js', 'history.js', 'keys.js', 'schema.js', 'choices.js', 'kinds.js'].map(load));
const { at, fieldsOf, pathOf, placeOf, pointerOf, put, resolved, walk } = schemas;

/** Every question asked as it was asked, its choices written as they were read. */
function rewritten(form) {
  let whole = form;
  for (const { path } of walk(form)) {
    const { container, key } = placeOf(path);
    const asked = readAsked(at(whole, container), key);
    if (!asked.isByHand) whole = edits.setAsked(whole, path, asked);
    const place = [...path, ...choices.listPath(at(whole, path))];
    const list = choices.readChoices(at(whole, place) ?? {});
    if (list) whole = put(whole, place, choices.writeChoices(at(whole, place), list));
  }
  return whole;
}

function done(form, { deed, path, ...rest }) {
  const where = pathOf(path);
  if (deed === 'asked') return { schema: edits.setAsked(form, where, rest.asked) };
  if (deed === 'rename') return edits.renameField(form, where, rest.name);
  if (deed === 'label') return edits.setLabel(form, where, rest.label, true);
  if (deed === 'remove') return { schema: edits.removeField(form, where) };
  if (deed === 'copy') return edits.copyField(form, where);
  if (deed === 'move') return edits.moveField(form, where, { ...rest, container: pathOf(rest.container) });
  return edits.addField(form, { ...rest, container: pathOf(path) });
}

const given = JSON.parse(readFileSync(0, 'utf8'));
const steps = (form, deeds) => deeds.reduce((found, one) => [...found, done(found[found.length - 1].schema, one)], [{ schema: form }]);
const history = (form) => {
  const other = { ...form, title: 'x' };
  const after = changed(begin(form), other);
  return [undone(after).now === form, redone(undone(after)).now === other];
};
process.stdout.write(JSON.stringify({
  rewritten: given.forms.map(rewritten),
  questions: given.forms.map((form) => walk(form).map(({ path }) => pointerOf(path))),
  byHand: given.forms.map((form) => walk(form).filter(({ path }) => isByHand(at(form, path))).map(({ path }) => pointerOf(path))),
  steps: steps(given.form, given.deeds).slice(1).map(({ schema, path, isCut }) => ({ schema, path: path && pointerOf(path), isCut })),
  keys: given.labels.map((label) => keyOf(label)),
  history: history(given.form),
  pasted: choices.pasted([{ value: 'a', label: 'Một', english: '' }], given.pasted),
  count: fieldsOf(resolved(given.form, given.form), []).length,
}));

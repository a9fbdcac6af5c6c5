/* The schema of a question, or of the whole form, as text: for words that the builder has no field for. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { isObject, at, put } from './schema.js';

/** Line and column of a mistake, counted from the place that the browser names. */
function placeOfMistake(text, message) {
  const named = /line (\d+) column (\d+)/.exec(message);
  if (named) return { line: Number(named[1]), column: Number(named[2]) };
  const position = /position (\d+)/.exec(message);
  const before = text.slice(0, position ? Number(position[1]) : text.length).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

export function jsonField(app, path) {
  const said = h('p', { class: 'panel-problem', role: 'alert' });
  const area = h('textarea', { id: 'fd-json', name: 'json', class: 'form-control fd-json', rows: 12, spellcheck: 'false', autocomplete: 'off' });
  area.value = JSON.stringify(at(app.schema, path), null, 2);
  const take = () => {
    const read = parsed(area.value);
    said.textContent = read.problem ?? '';
    if (read.problem) {
      area.setAttribute('aria-invalid', 'true');
      area.focus();
      area.setSelectionRange(read.start, read.start);
      return;
    }
    area.removeAttribute('aria-invalid');
    app.edit((schema) => put(schema, path, read.value));
  };
  return h('div', { class: 'panel-field' }, h('label', { for: 'fd-json' }, t('Lược đồ', 'Schema')), said, area,
    h('button', { type: 'button', class: 'btn btn-secondary btn-small', name: 'json-take', onclick: take }, t('Áp dụng', 'Apply')));
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) ? { value } : { problem: t('Dòng 1: phải là một đối tượng {}.', 'Line 1: it must be an object {}.'), start: 0 };
  } catch (mistake) {
    const { line, column } = placeOfMistake(text, mistake.message);
    const start = text.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0) + column - 1;
    return { problem: t('Dòng {line}, cột {column}: không đúng JSON. Xem dấu phẩy, dấu ngoặc và dấu nháy ở gần đó.', 'Line {line}, column {column}: not JSON. Look at the comma, bracket or quote near it.', { line, column }), start };
  }
}

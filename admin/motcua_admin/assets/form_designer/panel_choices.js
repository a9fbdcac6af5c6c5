/* The answers of a closed list: labels in both languages, their order, and lines pasted from a spreadsheet. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { added, listPath, pasted, readChoices, writeChoices } from './choices.js';
import { icon } from './icons.js';
import { at, pointerOf, put } from './schema.js';

export function choiceFields({ app, path, own }) {
  if (own.$ref) return [];
  const place = [...path, ...listPath(own)];
  const choices = readChoices(at(app.schema, place) ?? {});
  if (!choices) return [];
  const write = (next, name = '') => app.edit((schema) => put(schema, place, writeChoices(at(schema, place), next)), name && `${pointerOf(place)}.${name}`);
  return [h('fieldset', { class: 'panel-field fd-choices' }, h('legend', {}, t('Các lựa chọn', 'Choices')),
    h('ol', {}, choices.map((one, index) => row(choices, one, index, write))),
    h('button', { type: 'button', class: 'btn btn-link', name: 'choice-add', onclick: () => write(added(choices, t('Lựa chọn {n}', 'Choice {n}', { n: choices.length + 1 }))) }, icon('plus-lg'), ` ${t('Thêm lựa chọn', 'Add a choice')}`),
    pasting(choices, write))];
}

function row(choices, one, index, write) {
  const change = (word) => (event) => write(choices.map((other, place) => (place === index ? { ...other, [word]: event.target.value.trim() || (word === 'label' ? other.label : '') } : other)), `choice.${index}`);
  const input = (word, label) => {
    const made = h('input', { type: 'text', class: 'form-control', name: `choice.${index}.${word}`, 'aria-label': label, autocomplete: 'off', onchange: change(word), placeholder: word === 'english' ? 'English' : null });
    made.value = one[word];
    return made;
  };
  const swap = (by) => {
    const next = [...choices];
    [next[index], next[index + by]] = [next[index + by], next[index]];
    write(next);
  };
  const tool = (sign, words, isOff, act) => h('button', { type: 'button', name: `choice.${index}.${sign}`, 'aria-label': `${words}: ${one.label}`, disabled: isOff, onclick: act }, icon(sign));
  return h('li', {}, input('label', t('Lựa chọn {n}', 'Choice {n}', { n: index + 1 })), input('english', t('Lựa chọn {n}, tiếng Anh', 'Choice {n}, English', { n: index + 1 })),
    h('span', { class: 'fd-tools' }, tool('arrow-up', t('Lên', 'Up'), !index, () => swap(-1)), tool('arrow-down', t('Xuống', 'Down'), index === choices.length - 1, () => swap(1)),
      tool('x-lg', t('Bỏ', 'Remove'), choices.length < 2, () => write(choices.filter((other, place) => place !== index)))));
}

function pasting(choices, write) {
  const area = h('textarea', { id: 'fd-paste', name: 'choice-paste', class: 'form-control', rows: 3, autocomplete: 'off' });
  return h('details', { class: 'fd-paste' }, h('summary', {}, t('Dán từ Excel', 'Paste from Excel')),
    h('label', { for: 'fd-paste' }, t('Mỗi dòng một lựa chọn; cột thứ hai là tiếng Anh', 'A choice a line; the second column is English')), area,
    h('button', { type: 'button', class: 'btn btn-secondary btn-small', name: 'choice-take', onclick: () => write(pasted([], area.value).length ? pasted(choices, area.value) : choices) }, t('Thêm các dòng này', 'Add these lines')),
    h('button', { type: 'button', class: 'btn btn-secondary btn-small', name: 'choice-replace', onclick: () => write(kept(choices, pasted([], area.value))) }, t('Thay cả danh sách', 'Replace the list')));
}

/** A new list in which answers that were there keep their keys. */
function kept(before, next) {
  if (!next.length) return before;
  const known = new Map(before.map((one) => [one.label, one]));
  return next.map((one) => (known.has(one.label) ? { ...known.get(one.label), english: one.english || known.get(one.label).english } : one));
}

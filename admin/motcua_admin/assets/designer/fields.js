/* Fields of the panel: a label, the input, and what it writes once the person has finished with it. */
import { h } from './dom.js';
import { t } from './language.js';

const PAUSE = 700;
let count = 0;

const nextId = () => `panel-${(count += 1)}`;

/** A line of text; `help` stands under the label. Spaces around it are left out, unless it `isExact`. */
export function textField({ name, label, value, help, long, write, isExact, attributes = {} }) {
  const id = nextId();
  const input = h(long ? 'textarea' : 'input', {
    id, name, class: 'form-control', ...(long ? { rows: 2 } : { type: 'text' }), autocomplete: 'off', ...attributes,
    'aria-describedby': help ? `${id}-help` : null,
  });
  input.value = value ?? '';
  const said = () => (isExact ? input.value : input.value.trim());
  whenDone(input, () => said() !== (value ?? '') && write(said()));
  return field(id, label, help, input);
}

/** One of several; a value that is not among them stays, and is shown as it is written. */
export function choiceField({ name, label, value, options, help, write, empty }) {
  const id = nextId();
  const known = options.some((one) => one.key === value) || !value;
  const shown = [
    ...(empty === undefined ? [] : [{ key: '', name: empty }]), ...options,
    ...(known ? [] : [{ key: value, name: t('{v} (chưa có trong danh mục)', '{v} (not in the list)', { v: value }) }]),
  ];
  const select = h('select', { id, name, class: 'form-select', onchange: (event) => write(event.target.value) },
    shown.map((one) => h('option', { value: one.key, selected: one.key === (value ?? '') }, one.name)));
  return field(id, label, help, select);
}

/** Several out of a list, each a box to tick. */
export function choicesField({ name, label, values, options, help, write }) {
  const boxes = options.map((one) => {
    const id = nextId();
    return h('div', { class: 'form-check' },
      h('input', {
        type: 'checkbox', class: 'form-check-input', id, name: `${name}.${one.key}`, value: one.key,
        checked: values.includes(one.key), onchange: () => write(ticked()),
      }),
      h('label', { class: 'form-check-label', for: id }, one.name));
  });
  const ticked = () => boxes.map((box) => box.firstChild).filter((box) => box.checked).map((box) => box.value);
  return h('fieldset', { class: 'panel-field' }, h('legend', {}, label), help ? h('p', { class: 'panel-help' }, help) : null,
    h('div', { class: 'panel-boxes' }, boxes));
}

/** A box to tick by itself. */
export function tickField({ name, label, value, write }) {
  const id = nextId();
  return h('div', { class: 'panel-field form-check' },
    h('input', {
      type: 'checkbox', class: 'form-check-input', id, name, checked: Boolean(value),
      onchange: (event) => write(event.target.checked),
    }),
    h('label', { class: 'form-check-label', for: id }, label));
}

/** A time: a number and its unit. `units` are [key, words]; `remedy` is a value that would do, with its words. */
export function timeField({ name, label, value, units, help, problem, remedy, write }) {
  const id = nextId();
  const read = /^(\d+)([a-z]+)$/.exec(value ?? '') ?? (value === '0' ? ['0', '0', units[0][0]] : null);
  if (value && !read) return textField({ name, label, value, help, write });
  const number = h('input', {
    id, name, class: 'form-control panel-number', type: 'text', maxlength: 8, autocomplete: 'off', inputmode: 'decimal',
    'aria-describedby': problem ? `${id}-problem` : help ? `${id}-help` : null, 'aria-invalid': problem ? 'true' : null,
  });
  number.value = read ? read[1] : '';
  const unit = h('select', { class: 'form-select', name: `${name}.unit`, 'aria-label': t('Đơn vị', 'Unit') },
    units.map(([key, words]) => h('option', { value: key, selected: read?.[2] === key }, words)));
  const tell = () => write(timeText(number.value, unit.value));
  whenDone(number, () => timeText(number.value, unit.value) !== (value ?? '') && tell());
  unit.addEventListener('change', tell);
  const inside = h('div', { class: 'panel-time' }, number, unit, remedy ? h('button', {
    type: 'button', class: 'btn btn-link', onclick: () => write(remedy.value),
  }, remedy.name) : null);
  return field(id, label, help, inside, problem);
}

const SMALLER = { d: ['h', 8], h: ['m', 60] };

/** Words of the model for a number and a unit; parts of an hour or a day become whole smaller units. */
export function timeText(number, unit) {
  let [amount, of] = [Number(String(number).replace(',', '.')), unit];
  if (number === '' || Number.isNaN(amount) || amount < 0) return '';
  while (!Number.isInteger(amount) && SMALLER[of]) {
    amount = Math.round(amount * SMALLER[of][1] * 100) / 100;
    [of] = SMALLER[of];
  }
  return amount ? `${Math.round(amount)}${of}` : '0';
}

export const WORKING_UNITS = [
  ['h', t('giờ làm việc', 'working hours')], ['m', t('phút làm việc', 'working minutes')],
  ['d', t('ngày làm việc', 'working days')],
];

function field(id, label, help, input, problem) {
  return h('div', { class: problem ? 'panel-field is-wrong' : 'panel-field' },
    h('label', { for: id }, label),
    help ? h('p', { class: 'panel-help', id: `${id}-help` }, help) : null,
    problem ? h('p', { class: 'panel-problem', id: `${id}-problem` }, problem) : null,
    input);
}

/** Calls `done` when the field is left, and a moment after the last key. */
function whenDone(input, done) {
  let timer;
  const now = () => {
    clearTimeout(timer);
    done();
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  input.addEventListener('change', now);
}

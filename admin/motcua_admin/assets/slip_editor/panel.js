/* The middle column: what the chosen block says, or the template as a whole, in labelled fields. */
import { Condition } from '../designer/condition.js';
import { h } from '../designer/dom.js';
import { choiceField, textField, tickField } from '../designer/fields.js';
import { t } from '../designer/language.js';
import { SidePanel } from '../designer/side_panel.js';
import { icon } from '../form_designer/icons.js';
import { blocksOf, partsOf, phraseOf, setItem, setWhole, spliced } from './edits.js';
import { fieldMenu } from './field_menu.js';

const EMPTY = { columns: { head: '', text: '', width: 10 }, places: { role: '', note: '', name: '' }, lines: '' };
/** Said once, not of each row: only the text of a list and of a column is about a row. */
const OF_ROWS = { list: 'text', table: 'columns' };

export class SlipPanel extends SidePanel {
  searches = new Map();

  parts() {
    const { app } = this;
    const block = blocksOf(app.template)[app.selected];
    return block ? this.ofBlock(block, app.selected) : this.ofWhole();
  }

  ofWhole() {
    const { app } = this;
    const { template } = app;
    const write = (key) => (value) => app.edit((now) => setWhole(now, key, value), `whole.${key}`);
    const copies = Array.isArray(template.copies) ? template.copies : [];
    return [
      h('header', { class: 'panel-head' }, h('h2', {}, t('Cả phiếu', 'The whole slip'))), ...this.problems(null),
      this.phrase('title', template.title, write('title'), null),
      choiceField({ name: 'paper', label: app.facts.items.paper, value: template.paper ?? 'a4', options: [{ key: 'a5', name: 'A5 (148 × 210 mm)' }, { key: 'a4', name: 'A4 (210 × 297 mm)' }], write: write('paper') }),
      tickField({ name: 'landscape', label: app.facts.items.landscape, value: template.landscape, write: write('landscape') }),
      this.entries('copies', copies, app.facts.mostCopies, (one, name, put) => this.phrase(name, one, put, app.facts.fields, t('Tên liên', 'Name of the copy')), write('copies'), t('Thêm liên', 'Add a copy')),
    ];
  }

  ofBlock(block, place) {
    const { app } = this;
    const shape = app.shapeOf(block.kind);
    const write = (key) => (value) => app.edit((now) => setItem(now, place, key, value), `${place}.${key}`);
    if (!shape) return [h('p', { class: 'panel-problem' }, t('Khối có loại lạ. Xóa khối này.', 'A block of an unknown kind. Delete it.'))];
    const rows = app.fieldOf(block.of)?.fields ?? [];
    const inside = [...rows, ...app.facts.fields];
    return [
      h('header', { class: 'panel-head' }, h('h2', {}, `${place + 1}. ${shape.name}`)), ...this.problems(place),
      shape.parts.includes('of') ? choiceField({ name: 'of', label: app.facts.items.of, value: block.of ?? '', empty: t('Chọn trường nhiều dòng', 'Choose a field of rows'), options: app.rowFields.map((one) => ({ key: one.name, name: one.title })), write: write('of') }) : null,
      ...[...shape.needs, ...shape.may].map((key) => this.phrase(key, block[key], (value) => write(key)(value === '' && shape.may.includes(key) ? undefined : value), OF_ROWS[block.kind] === key ? inside : app.facts.fields)),
      ...Object.entries(shape.options).map(([key, allowed]) => this.option(key, block[key], allowed, write(key))),
      shape.parts.includes('columns') ? this.entries('columns', block.columns ?? [], 20, (one, name, put) => this.column(one, name, put, inside), write('columns'), t('Thêm cột', 'Add a column')) : null,
      shape.parts.includes('places') ? this.entries('places', block.places ?? [], 3, (one, name, put) => this.place(one, name, put), write('places'), t('Thêm chỗ ký', 'Add a place')) : null,
      shape.parts.includes('lines') ? this.entries('lines', block.lines ?? [], 30, (one, name, put) => this.phrase(name, one, put, app.facts.fields, t('Dòng', 'Line')), write('lines'), t('Thêm dòng', 'Add a line')) : null,
      this.condition(block, place),
    ];
  }

  problems(place) {
    return this.app.problemsOf(place).map((one) => h('p', { class: 'panel-problem' }, one.message));
  }

  /** A text in two languages, with the menu of merge fields; null for `fields`: a text without any. */
  phrase(name, value, write, fields, label = this.app.facts.items[name]) {
    const parts = partsOf(value);
    const put = (language) => (text) => write(phraseOf({ ...parts, [language]: text }));
    const line = (language, words) => {
      const key = `${name}.${language}`;
      const box = textField({ name: key, label: words, value: parts[language], long: true, isExact: true, write: put(language) });
      if (!fields || this.app.isReadOnly) return [box];
      const input = box.querySelector('textarea');
      return [box, fieldMenu({ name: key, input, fields: fields.filter((one) => one.type !== 'rows'), groups: this.app.facts.groups, isOpen: this.open.has(`${key}.menu`), searches: this.searches, put: (text) => put(language)(text) })];
    };
    return h('div', { class: 'slip-phrase' }, ...line('vi', label), this.part(`${name}.english`, t('Tiếng Anh', 'English'), line('en', t('{label} bằng tiếng Anh', '{label} in English', { label })), Boolean(parts.en) && this.open.has(`${name}.english`)));
  }

  option(key, value, allowed, write) {
    const { items, choices } = this.app.facts;
    if (allowed.every((one) => typeof one === 'boolean')) return tickField({ name: key, label: items[key], value, write: (isOn) => write(isOn || undefined) });
    const isNumber = typeof allowed[0] === 'number';
    return choiceField({
      name: key, label: items[key], value: value === undefined ? '' : String(value), empty: t('Như thường lệ', 'As usual'),
      options: allowed.map((one) => ({ key: String(one), name: choices[one] ?? String(one) })), write: (text) => write(text === '' ? undefined : isNumber ? Number(text) : text),
    });
  }

  column(one, name, put, inside) {
    const { items, choices, aligns } = this.app.facts;
    const write = (key) => (value) => put(setKey(one, key, value));
    return [
      this.phrase(`${name}.head`, one.head, write('head'), this.app.facts.fields, items.head), this.phrase(`${name}.text`, one.text, write('text'), inside, items.text),
      this.phrase(`${name}.group`, one.group, (value) => write('group')(value || undefined), null, items.group),
      textField({ name: `${name}.width`, label: items.width, value: String(one.width ?? 10), attributes: { inputmode: 'numeric', maxlength: 3 }, write: (text) => write('width')(Number(text) || 10) }),
      choiceField({ name: `${name}.align`, label: items.align, value: one.align ?? '', empty: t('Như thường lệ', 'As usual'), options: aligns.map((key) => ({ key, name: choices[key] })), write: (value) => write('align')(value || undefined) }),
    ];
  }

  place(one, name, put) {
    return this.app.facts.placeTexts.map((key) => this.phrase(`${name}.${key}`, one[key], (value) => put({ ...one, [key]: value }), this.app.facts.fields, key === 'name' ? t('Họ tên người ký', "Signer's name") : this.app.facts.items[key]));
  }

  /** A list of like things: each with its fields, up, down and away. */
  entries(name, list, most, fields, write, words) {
    const put = (at) => (value) => write(list.map((one, place) => (place === at ? value : one)));
    const tool = (deed, sign, label, isOff, act) => h('button', { type: 'button', name: `${name}.${deed}`, 'aria-label': label, title: label, disabled: isOff, onclick: act }, icon(sign));
    return h('fieldset', { class: 'slip-entries' }, h('legend', {}, this.app.facts.items[name]),
      list.map((one, at) => h('div', { class: 'slip-entry' },
        h('p', { class: 'slip-entry-head' }, h('b', {}, at + 1), this.app.isReadOnly ? null : h('span', { class: 'fd-tools' },
          tool(`${at}.up`, 'arrow-up', t('Lên: {n}', 'Up: {n}', { n: at + 1 }), at === 0, () => write(spliced(spliced(list, at, 1), at - 1, 0, one))),
          tool(`${at}.down`, 'arrow-down', t('Xuống: {n}', 'Down: {n}', { n: at + 1 }), at === list.length - 1, () => write(spliced(spliced(list, at, 1), at + 1, 0, one))),
          tool(`${at}.remove`, 'trash', t('Xóa: {n}', 'Delete: {n}', { n: at + 1 }), false, () => write(spliced(list, at, 1))))),
        [fields(one, `${name}.${at}`, put(at))].flat())),
      this.app.isReadOnly ? null : h('button', { type: 'button', class: 'btn btn-secondary', name: `${name}.add`, disabled: list.length >= most, onclick: () => write([...list, name in EMPTY ? EMPTY[name] : '']) }, words));
  }

  condition(block, place) {
    const { app } = this;
    const box = h('div', { class: 'panel-condition', 'aria-live': 'polite' });
    const whole = this.part('when', app.facts.items.when, [box], Boolean(block.when));
    const load = () => new Condition(box, {
      title: app.facts.items.when, readOnly: app.isReadOnly, url: app.facts.urls.condition, text: () => block.when ?? '',
      write: (text) => app.edit((now) => setItem(now, place, 'when', text || undefined), `${place}.when`),
    }).load();
    if (whole.open) load();
    else whole.addEventListener('toggle', load, { once: true });
    return whole;
  }
}

function setKey(one, key, value) {
  const { [key]: gone, ...rest } = one ?? {};
  return value === undefined ? rest : { ...one, [key]: value };
}

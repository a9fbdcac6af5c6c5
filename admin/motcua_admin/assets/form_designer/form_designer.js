/* The designer of a form: one schema, and every deed a function from it to the next. */
import { t } from '../designer/language.js';
import { Canvas } from './canvas.js';
import { Dragging } from './dragging.js';
import { addField, copyField, moveField, removeField } from './edits.js';
import { showFindings } from './findings.js';
import * as history from './history.js';
import { Palette } from './palette.js';
import { Panel } from './panel.js';
import { Preview } from './preview.js';
import { Saver } from './saving.js';
import { ROOT, at, fieldAt, fieldsOf, pathOf, placeOf, pointerOf, same, sectionsOf, walk } from './schema.js';
import { addSection, moveSection, removeSection } from './sections.js';

export class FormDesigner {
  constructor(root) {
    this.root = root;
    this.facts = JSON.parse(root.dataset.facts);
    this.history = history.begin(this.facts.schema);
    this.selected = { kind: 'form' };
    this.findings = this.facts.findings;
    this.isReadOnly = this.facts.readOnly;
    this.published = new Set(this.facts.published ? walk(this.facts.published).map((one) => pointerOf(one.path)) : []);
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.dragging = new Dragging((item, place) => this.drop(item, place));
    this.canvas = new Canvas(part('canvas'), this);
    this.palette = new Palette(part('palette'), this.facts, (entry) => this.add(entry));
    this.palette.drawn = () => this.drawn();
    this.panel = new Panel(part('panel'), this);
    this.preview = new Preview(part('preview'), this);
    this.saver = new Saver(this.facts, () => this.schema, (findings) => this.examine(findings));
    this.listen();
    this.canvas.draw();
    this.panel.draw();
    this.examine(this.findings);
    root.dataset.ready = 'yes';
  }

  get schema() {
    return this.history.now;
  }

  listen() {
    this.root.addEventListener('click', (event) => {
      const deed = event.target.closest('[data-do]')?.dataset.do;
      if (deed === 'undo' || deed === 'redo') this.step(deed);
      if (deed === 'preview') this.togglePreview();
      const tab = event.target.closest('[data-show]')?.dataset.show;
      if (tab) this.show(tab);
    });
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target.matches('input:not([type=checkbox]), textarea');
      if (!(event.ctrlKey || event.metaKey) || isTyping || this.isReadOnly) return;
      const key = event.key.toLowerCase();
      if (key !== 'z' && key !== 'y') return;
      event.preventDefault();
      this.step(key === 'y' || event.shiftKey ? 'redo' : 'undo');
    });
    document.querySelectorAll('[data-leave]').forEach((link) => link.addEventListener('click', async (event) => {
      if (!this.saver.isDirty) return;
      event.preventDefault();
      await this.saver.flush();
      window.location.assign(link.href);
    }));
  }

  /** Does a deed: a function from the schema to a schema, or to {schema, path}. Like deeds in a row undo together. */
  edit(deed, name = '') {
    if (this.isReadOnly) return;
    const done = deed(this.schema);
    const isMore = Array.isArray(done?.path) && 'schema' in done;
    if (isMore) this.follow(done.path);
    this.take(history.changed(this.history, isMore ? done.schema : done, name));
  }

  follow(path) {
    if (this.selected.kind === 'field') this.selected = { kind: 'field', path };
  }

  take(next) {
    if (next === this.history) return;
    this.history = next;
    if (this.selected.kind === 'field' && at(this.schema, this.selected.path) === undefined) this.selected = { kind: 'form' };
    this.root.querySelector('[data-title]').textContent = this.schema.title || this.facts.key;
    this.canvas.draw();
    this.panel.show();
    this.preview.changed();
    this.saver.changed();
  }

  step(deed) {
    this.take(deed === 'undo' ? history.undone(this.history) : history.redone(this.history));
  }

  /** After the lists were drawn: they can be dragged between again. */
  drawn() {
    if (!this.isReadOnly && this.canvas && !this.dragging.isOn) this.dragging.bind(this.palette.box, this.canvas.box);
  }

  select(selected, keepsFocus = false) {
    this.selected = selected;
    this.canvas.draw();
    if (keepsFocus || selected.kind !== 'field') this.focusSelected();
    this.panel.draw();
    if (window.matchMedia('(max-width: 60em)').matches) this.show('panel');
  }

  selectPointer(pointer, keepsFocus = true) {
    this.select({ kind: 'field', path: pathOf(pointer) }, keepsFocus);
  }

  focusSelected() {
    const picked = this.canvas.box.querySelector('.fd-pick[aria-pressed=true]');
    picked?.focus({ preventScroll: true });
    picked?.closest('[data-path], [data-section], .fd-title')?.scrollIntoView({ block: 'nearest' });
  }

  /** Which of the columns a narrow screen shows. */
  show(tab) {
    this.root.dataset.tab = tab;
    this.root.querySelectorAll('[data-show]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.show === tab)));
  }

  togglePreview() {
    const isOpen = this.preview.toggle();
    this.canvas.box.hidden = isOpen;
    this.root.querySelector('[data-do=preview]').setAttribute('aria-pressed', String(isOpen));
    this.show('form');
  }

  /** From the palette by a press: behind what is selected, inside what can hold it. */
  add(entry) {
    if (this.isReadOnly) return;
    if (entry.key === 'section' && entry.group === 'layout') {
      this.newSection(entry.schema);
      return;
    }
    this.put(entry, this.placeBehind());
  }

  placeBehind() {
    const sections = sectionsOf(this.schema);
    const last = sections[sections.length - 1];
    if (this.selected.kind === 'section') return { container: ROOT, section: this.selected.index, index: Infinity };
    if (this.selected.kind !== 'field') return { container: ROOT, section: last.index, index: Infinity };
    const { path } = this.selected;
    const { container, key } = placeOf(path);
    const section = container.length ? -1 : sections.find(({ fields }) => fields.some((one) => one.key === key))?.index ?? -1;
    const among = container.length ? fieldsOf(this.schema, container) : sections.find((one) => one.index === section).fields;
    return { container, section, index: among.findIndex((one) => one.key === key) + 1 };
  }

  put(entry, place) {
    const key = entry.of === 'shared' || entry.group === 'shared' ? entry.key : '';
    this.selected = { kind: 'field', path: [] };
    this.edit((schema) => addField(schema, { ...place, snippet: entry.schema, key }));
    this.focusSelected();
    this.tell(t('Đã thêm “{name}”.', '“{name}” was added.', { name: entry.name }));
    this.panel.draw();
  }

  newSection(snippet) {
    const made = addSection(this.schema, snippet);
    this.selected = { kind: 'section', index: made.index };
    this.edit(() => made.schema);
    this.panel.enter();
  }

  /** Something was dragged to a place. */
  drop(item, place) {
    if (place && item.dataset.kind) {
      const entry = this.palette.entryOf(item);
      if (entry.key === 'section' && entry.group === 'layout') this.newSection(entry.schema);
      else this.put(entry, place);
    } else if (place) this.move(pathOf(item.dataset.path), place);
    this.canvas.draw();
    this.palette.draw();
  }

  move(path, place) {
    const done = moveField(this.schema, path, place);
    this.selected = { kind: 'field', path: done.path };
    this.edit(() => done.schema);
    this.focusSelected();
    const cut = done.isCut ? t(' Điều kiện cũ của câu hỏi này không áp dụng ở đây nên đã bỏ.', ' Its old conditions do not apply here and were removed.') : '';
    this.tell(t('Đã chuyển.', 'Moved.') + cut, done.isCut);
  }

  /** A tool of the form: up, down, copy, remove; of a section; a new section. */
  act(deed, pointer, section) {
    const { schema } = this;
    if (deed === 'new-section') this.newSection(this.facts.palette.find((one) => one.key === 'section').schema);
    if (deed.startsWith('section-')) this.actOnSection(deed, section);
    if (pointer === undefined) return;
    const path = pathOf(pointer);
    if (deed === 'up' || deed === 'down') this.moveBy(path, deed === 'up' ? -1 : 1);
    if (deed === 'copy') {
      const done = copyField(schema, path);
      this.selected = { kind: 'field', path: done.path };
      this.edit(() => done.schema);
      this.focusSelected();
    }
    if (deed === 'remove') this.remove(path);
  }

  actOnSection(deed, index) {
    if (deed === 'section-remove') this.selected = { kind: 'form' };
    else this.selected = { kind: 'section', index: index + (deed === 'section-up' ? -1 : 1) };
    this.edit((schema) => (deed === 'section-remove' ? removeSection(schema, index) : moveSection(schema, index, deed === 'section-up' ? -1 : 1)));
    this.focusSelected();
  }

  /** One place up or down; over the edge of a section into the next one. */
  moveBy(path, by) {
    const { container, key } = placeOf(path);
    const sections = container.length ? [] : sectionsOf(this.schema);
    const at_ = sections.findIndex(({ fields }) => fields.some((one) => one.key === key));
    const among = container.length ? fieldsOf(this.schema, container) : sections[at_].fields;
    const index = among.findIndex((one) => one.key === key) + by;
    if (index >= 0 && index < among.length) {
      this.move(path, { container, section: container.length ? -1 : sections[at_].index, index });
      return;
    }
    const next = sections[at_ + by];
    if (next) this.move(path, { container, section: next.index, index: by > 0 ? 0 : next.fields.length });
  }

  remove(path) {
    const { container, key } = placeOf(path);
    const among = container.length ? fieldsOf(this.schema, container) : sectionsOf(this.schema).flatMap(({ fields }) => fields);
    const index = among.findIndex((one) => one.key === key);
    const next = among[index + 1] ?? among[index - 1];
    this.selected = next ? { kind: 'field', path: next.path } : { kind: 'form' };
    this.edit((schema) => removeField(schema, path));
    this.focusSelected();
    this.tell(t('Đã xóa. Bấm Hoàn tác để lấy lại.', 'Deleted. Undo brings it back.'), true);
  }

  tell(words, isSeen = false) {
    const line = this.root.querySelector('[data-told]');
    line.textContent = words;
    line.classList.toggle('visually-hidden', !isSeen);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => line.classList.add('visually-hidden'), 6000);
  }

  /** The findings of a question, or of the form itself. */
  findingsOf(path) {
    return this.findings.filter((one) => same(fieldAt(this.schema, pathOf(one.pointer)), path));
  }

  examine(findings) {
    this.findings = findings;
    showFindings(this.root.querySelector('[data-findings]'), findings, (pointer) => {
      const path = fieldAt(this.schema, pathOf(pointer));
      if (!this.canvas.box.hidden || !path) this.select(path ? { kind: 'field', path } : { kind: 'form' });
      else {
        this.togglePreview();
        this.select({ kind: 'field', path });
      }
      this.focusSelected();
    });
    const active = document.activeElement?.closest?.('.fd-pick');
    this.canvas.draw();
    if (active) this.focusSelected();
    this.panel.show();
  }

  isPublished(path) {
    return this.published.has(pointerOf(path));
  }
}

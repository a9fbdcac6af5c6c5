/* The editor of a slip template: one template, and every deed a function from it to the next. */
import { isEnglish, t } from '../designer/language.js';
import { showFindings } from '../form_designer/findings.js';
import * as history from '../form_designer/history.js';
import { Saver } from '../form_designer/saving.js';
import { Blocks } from './blocks.js';
import { addBlock, blocksOf, copyBlock, moveBlock, partsOf, removeBlock } from './edits.js';
import { SlipPanel } from './panel.js';
import { SlipPreview } from './preview.js';

export class SlipEditor {
  constructor(root) {
    this.root = root;
    this.facts = JSON.parse(root.dataset.facts);
    this.history = history.begin(this.facts.template);
    this.selected = null;
    this.findings = this.facts.findings;
    this.isReadOnly = this.facts.readOnly;
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.blocks = new Blocks(part('blocks'), this);
    this.panel = new SlipPanel(part('panel'), this);
    this.preview = new SlipPreview(part('preview'), this);
    this.saver = new Saver(this.facts, () => this.template, (findings) => this.examine(findings));
    this.listen();
    this.examine(this.findings);
    this.panel.draw();
    root.dataset.ready = 'yes';
  }

  get template() {
    return this.history.now;
  }

  get title() {
    const { vi, en } = partsOf(this.template.title);
    return (isEnglish && en) || vi || t('Phiếu chưa đặt tên', 'Untitled slip');
  }

  get rowFields() {
    return this.facts.fields.filter((one) => one.fields.length);
  }

  listen() {
    this.root.addEventListener('click', (event) => {
      const deed = event.target.closest('[data-do]')?.dataset.do;
      if (deed === 'undo' || deed === 'redo') this.step(deed);
      const tab = event.target.closest('[data-show]')?.dataset.show;
      if (tab) this.show(tab);
    });
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target.matches('input:not([type=checkbox]), textarea');
      const key = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || isTyping || this.isReadOnly || (key !== 'z' && key !== 'y')) return;
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

  /** Does a deed; like deeds in a row, named alike, undo together. */
  edit(deed, name = '') {
    if (!this.isReadOnly) this.take(history.changed(this.history, deed(this.template), name));
  }

  take(next) {
    if (next === this.history) return;
    this.history = next;
    if (this.selected !== null && !blocksOf(this.template)[this.selected]) this.selected = null;
    this.root.querySelector('[data-title]').textContent = this.title;
    this.blocks.draw();
    this.panel.show();
    this.preview.changed();
    this.saver.changed();
  }

  step(deed) {
    this.take(deed === 'undo' ? history.undone(this.history) : history.redone(this.history));
  }

  select(place) {
    this.selected = place;
    this.blocks.draw();
    this.focusSelected();
    this.panel.draw();
    if (window.matchMedia('(max-width: 60em)').matches) this.show('panel');
  }

  /** Behind the chosen block, else at the end. */
  add(kind) {
    const place = this.selected === null ? blocksOf(this.template).length : this.selected + 1;
    this.selected = place;
    const needsRows = this.shapeOf(kind).parts.includes('of');
    this.edit((template) => addBlock(template, kind, place, needsRows ? this.rowFields[0]?.name : ''));
    this.panel.enter();
  }

  act(deed, place) {
    const name = this.nameOf(blocksOf(this.template)[place]);
    if (deed === 'up' || deed === 'down') {
      this.move(place, place + (deed === 'up' ? -1 : 1));
      return;
    }
    if (deed === 'copy') {
      this.selected = place + 1;
      this.edit((template) => copyBlock(template, place));
    }
    if (deed === 'remove') {
      this.selected = blocksOf(this.template)[place + 1] ? place : place - 1;
      if (this.selected < 0) this.selected = null;
      this.edit((template) => removeBlock(template, place));
      this.tell(t('Đã xóa khối “{name}”. Bấm Hoàn tác để lấy lại.', 'The block “{name}” was deleted. Undo brings it back.', { name }), true);
    }
    this.focusSelected();
  }

  move(from, to) {
    const { length } = blocksOf(this.template);
    if (to < 0 || to >= length || from === to) {
      this.blocks.draw();
      return;
    }
    this.selected = to;
    this.edit((template) => moveBlock(template, from, to));
    this.focusSelected();
    this.tell(t('Đã chuyển thành khối {n}.', 'Moved, now block {n}.', { n: to + 1 }));
  }

  focusSelected() {
    const place = this.selected === null ? '[data-pick=whole]' : `[data-place="${this.selected}"] .fd-pick`;
    this.blocks.box.querySelector(place)?.focus();
  }

  /** On a narrow screen one column at a time. */
  show(tab) {
    this.root.dataset.tab = tab;
    this.root.querySelectorAll('[data-show]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.show === tab)));
  }

  tell(words, isSeen = false) {
    const line = this.root.querySelector('[data-told]');
    line.textContent = words;
    line.classList.toggle('visually-hidden', !isSeen);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => line.classList.add('visually-hidden'), 6000);
  }

  /** What the server said of the template as it was saved. */
  examine(findings) {
    const isNew = JSON.stringify(findings) !== JSON.stringify(this.findings);
    this.findings = findings;
    showFindings(this.root.querySelector('[data-findings]'), findings, (pointer) => this.select(findings.find((one) => one.pointer === pointer).block));
    const active = document.activeElement?.closest?.('.fd-pick');
    this.blocks.draw();
    if (active) this.focusSelected();
    // What is half chosen in the panel stays where nothing new is said.
    if (isNew) this.panel.show();
  }

  /** A condition in words, as far as the server has said them; else with its fields by title. */
  conditionInWords(text) {
    return this.facts.conditions[text] ?? text.replace(/"[^"]*"|[a-z_][a-z0-9_]*/g, (found) => { const title = this.fieldTitle(found); return title ? `“${title}”` : found; });
  }

  /** The findings of a block; of the template as a whole where `place` is null. */
  problemsOf(place) {
    return this.findings.filter((one) => one.block === place);
  }

  shapeOf(kind) {
    return this.facts.shapes.find((one) => one.key === kind);
  }

  nameOf(block) {
    return this.shapeOf(block?.kind)?.name ?? '?';
  }

  fieldOf(name) {
    return this.facts.fields.find((one) => one.name === name);
  }

  /** The title of a field of the slip, or of a row of any list. */
  fieldTitle(name) {
    return (this.fieldOf(name) ?? this.rowFields.flatMap((one) => one.fields).find((one) => one.name === name))?.title;
  }
}

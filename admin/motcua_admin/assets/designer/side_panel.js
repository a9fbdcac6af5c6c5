/* The right column of a designer: what is chosen, in labelled fields. Whoever extends it says which `parts()`. */
import { h } from './dom.js';

export class SidePanel {
  constructor(box, app) {
    Object.assign(this, { box, app, open: new Set() });
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.app.focusSelected();
    });
    // What is being pressed is not drawn anew under the pointer: the press would be lost.
    box.addEventListener('pointerdown', () => { this.isPressed = true; });
    for (const name of ['pointerup', 'pointercancel']) document.addEventListener(name, () => this.released());
    box.addEventListener('toggle', ({ target }) => {
      if (!target.dataset.part) return;
      if (target.open) this.open.add(target.dataset.part);
      else this.open.delete(target.dataset.part);
    }, true);
  }

  /** From the middle into the first field. */
  enter() {
    this.draw();
    this.app.show('panel');
    this.box.querySelector('input, select, textarea')?.focus();
  }

  /** Draws soon: a field that is being left first gives the focus to the next. */
  show(pause = 0) {
    clearTimeout(this.timer);
    this.isLate = Boolean(this.isPressed);
    if (!this.isPressed) this.timer = setTimeout(() => this.draw(), pause);
  }

  released() {
    this.isPressed = false;
    // After what the press opens or shuts has been noted.
    if (this.isLate) this.show(50);
  }

  /** Draws anew; who is typing in it stays where he is. */
  draw() {
    clearTimeout(this.timer);
    const active = this.box.contains(document.activeElement) ? document.activeElement : null;
    const place = active && [active.name, active.selectionStart, active.value];
    this.box.replaceChildren(...this.parts().filter(Boolean));
    if (this.app.isReadOnly) this.box.querySelectorAll('input, select, textarea, button').forEach((input) => { input.disabled = true; });
    if (!place?.[0]) return;
    const again = this.box.querySelector(`[name="${CSS.escape(place[0])}"]`);
    again?.focus();
    if (place[1] === null || !['text', 'textarea'].includes(again?.type)) return;
    // What was typed since the last change was written is not lost to the new drawing.
    again.value = place[2];
    again.setSelectionRange(place[1], place[1]);
  }

  /** A part that stays open, or shut, while other things are chosen. */
  part(name, title, fields, isOpen = false) {
    if (!fields.filter(Boolean).length) return null;
    return h('details', { class: 'fd-part', 'data-part': name, open: isOpen || this.open.has(name) }, h('summary', {}, title), fields.filter(Boolean));
  }
}

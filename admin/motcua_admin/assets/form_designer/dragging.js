/* Dragging: from the palette into the form, and questions from place to place. What is dragged is drawn anew afterwards. */
import Sortable from 'sortablejs';
import { pathOf } from './schema.js';

const SHARED = { animation: 120, forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, ghostClass: 'fd-ghost', dragClass: 'fd-dragged' };

const placeIn = (list, index) => ({ container: pathOf(list.dataset.list), section: Number(list.dataset.section), index });

export class Dragging {
  /** `dropped(source, place)`: the source is the dragged element, which still carries its data; no place: left as it was.

      While something `isOn` its way the lists must not be drawn anew under it. */
  constructor(dropped) {
    Object.assign(this, { dropped, made: [], isOn: false });
  }

  /** Binds the lists that are in the page now. */
  bind(palette, canvas) {
    this.made.forEach((one) => one.destroy());
    const sources = [...palette.querySelectorAll('[data-source]')].map((list) => Sortable.create(list, {
      ...SHARED, sort: false, draggable: 'li', group: { name: 'fields', pull: 'clone', put: false }, ...this.heard(),
    }));
    const lists = [...canvas.querySelectorAll('[data-list]')].map((list) => Sortable.create(list, {
      ...SHARED, draggable: 'li', handle: '.fd-field-head', filter: '.fd-tools', preventOnFilter: false, group: 'fields', swapThreshold: 0.6, invertSwap: true,
      ...this.heard(),
    }));
    this.made = [...sources, ...lists];
  }

  heard() {
    return { onStart: () => { this.isOn = true; }, onEnd: (event) => this.end(event) };
  }

  end(event) {
    const isLeft = event.to.dataset.list === undefined || (event.from === event.to && event.oldDraggableIndex === event.newDraggableIndex);
    const place = isLeft ? null : placeIn(event.to, event.newDraggableIndex);
    // The library still works on the elements that are about to be drawn anew.
    setTimeout(() => {
      this.isOn = false;
      this.dropped(event.item, place);
    });
  }
}

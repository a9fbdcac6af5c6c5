/* What may be drawn: the elements that the engine runs (docs/engine.md) and notes; everything else is not offered. */
import { t } from './language.js';

const REFUSED_ENTRIES = [
  'replace-with-task', 'replace-with-script-task', 'replace-with-transaction', 'replace-with-complex-gateway',
  'replace-with-none-boundary-event', 'replace-with-conditional-flow',
];
const REFUSED_KINDS = /conditional|compensation|cancel|link|ad-hoc/;

/** Takes out of the menu that changes an element what the engine does not run. */
export class OfferedChanges {
  static $inject = ['popupMenu'];

  constructor(popupMenu) {
    popupMenu.registerProvider('bpmn-replace', 500, this);
  }

  getPopupMenuEntries() {
    return (entries) => Object.fromEntries(Object.entries(entries).filter(([key]) => isOffered(key)));
  }

  getPopupMenuHeaderEntries() {
    return (entries) => Object.fromEntries(
      Object.entries(entries).filter(([key]) => !/collection|multiplicity/.test(key)),
    );
  }
}

const isOffered = (key) => !REFUSED_ENTRIES.includes(key) && !REFUSED_KINDS.test(key);

/** What stands around a selected element: a step in place of the abstract task, nothing that is refused. */
export class OfferedFollowers {
  static $inject = ['contextPad', 'elementFactory', 'create', 'autoPlace'];

  constructor(contextPad, elementFactory, create, autoPlace) {
    Object.assign(this, { elementFactory, create, autoPlace });
    contextPad.registerProvider(500, this);
  }

  getContextPadEntries() {
    return (entries) => {
      const { 'append.append-task': task, ...kept } = entries;
      delete kept['append.condition-intermediate-event'];
      delete kept['append.compensation-activity'];
      return task ? { 'append.step': this.stepEntry(), ...kept } : kept;
    };
  }

  stepEntry() {
    const step = () => this.elementFactory.createShape({ type: 'bpmn:UserTask' });
    return {
      group: 'model',
      className: 'bpmn-icon-user-task',
      title: t('Thêm bước', 'Append step'),
      action: {
        click: (_, element) => this.autoPlace.append(element, step()),
        dragstart: (event, element) => this.create.start(event, step(), { source: element }),
      },
    };
  }
}

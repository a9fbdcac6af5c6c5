/* Puts new elements where the eye is: into the way behind the selected one, else into the middle of what is shown. */
import { fragments } from './fragments.js';

export class Placing {
  static $inject = ['modeling', 'autoPlace', 'canvas', 'selection', 'injector', 'commandStack'];

  constructor(modeling, autoPlace, canvas, selection, injector, commandStack) {
    Object.assign(this, { modeling, autoPlace, canvas, selection, injector, commandStack });
    commandStack.register('motcua.together', { preExecute: ({ act }) => act() });
  }

  /** Several changes that are undone as one. */
  together(act) {
    this.commandStack.execute('motcua.together', { act });
  }

  put(shapes) {
    const before = this.before();
    if (before && shapes.length === 1 && shapes[0].type !== 'bpmn:Participant') {
      this.together(() => this.behind(before, shapes[0]));
      return;
    }
    this.selection.select(this.modeling.createElements(shapes, this.middle(), this.parent())[0]);
  }

  behind(before, shape) {
    const onward = flowsOf(before);
    const made = this.autoPlace.append(before, shape);
    if (onward.length === 1 && made.type !== 'bpmn:EndEvent') this.lead(onward[0], made);
  }

  fragment(key) {
    const before = this.before();
    this.together(() => {
      const place = before ? { x: before.x + before.width + 320, y: before.y + before.height / 2 } : this.middle();
      const onward = before ? flowsOf(before) : [];
      const made = this.modeling.createElements(
        fragments[key].make(this.injector), place, before?.parent ?? this.parent(), { autoSelect: false },
      );
      made.filter((part) => part.waypoints).forEach((flow) => this.crop(flow));
      const shapes = made.filter((part) => !part.waypoints && part.type !== 'label');
      if (onward.length === 1) this.lead(onward[0], exit(shapes));
      if (before && onward.length < 2) this.modeling.connect(before, shapes[0]);
      this.selection.select(shapes[0]);
      this.canvas.scrollToElement(shapes[0], 120);
    });
  }

  /** Lets a flow drawn from middle to middle begin and end at the borders. */
  crop(flow) {
    const docking = this.injector.get('connectionDocking');
    this.modeling.updateWaypoints(flow, docking.getCroppedWaypoints(flow, flow.source, flow.target));
  }

  /** Makes a flow begin at another element. */
  lead(flow, shape) {
    this.modeling.reconnectStart(flow, shape, { x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 });
  }

  /** The selected element, if something may follow it. */
  before() {
    const [one] = this.selection.get();
    const element = one?.labelTarget ?? one;
    return element?.businessObject?.$instanceOf('bpmn:FlowNode') && element.type !== 'bpmn:EndEvent' ? element : null;
  }

  middle() {
    const { x, y, width, height } = this.canvas.viewbox();
    return { x: x + width / 2, y: y + height / 2 };
  }

  /** Flow nodes go into the pool that is drawn, if there is one. */
  parent() {
    const root = this.canvas.getRootElement();
    return root.children.find((shape) => shape.type === 'bpmn:Participant' && shape.children.length) ?? root;
  }
}

const flowsOf = (element) => element.outgoing.filter((flow) => flow.type === 'bpmn:SequenceFlow');

/** Where a fragment is left: its last gateway. */
const exit = (shapes) => shapes.filter((shape) => shape.businessObject.$instanceOf('bpmn:Gateway')).at(-1);

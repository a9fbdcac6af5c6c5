/* Puts new elements where the eye is: into the way behind the selected one, else into the middle of what is shown. */
import { selfAndAllChildren } from 'diagram-js/lib/util/Elements';
import { fragments } from './fragments.js';

const GAP = 50;
const WIDTH = 480;

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

  /** Into the one way that leads on, for which room is made; else beside what follows already. */
  behind(before, shape) {
    const onward = flowsOf(before);
    if (onward.length !== 1 || shape.type === 'bpmn:EndEvent' || before.type === 'bpmn:BoundaryEvent') {
      this.autoPlace.append(before, shape);
      return;
    }
    this.makeRoom(before.x + before.width + GAP / 2, shape.width + GAP);
    const place = { x: before.x + before.width + GAP + shape.width / 2, y: before.y + before.height / 2 };
    const made = this.modeling.appendShape(before, shape, place, before.parent);
    this.lead(onward[0], made);
    this.selection.select(made);
  }

  /** Moves all that lies right of `start` further to the right. */
  makeRoom(start, width) {
    const tool = this.injector.get('spaceTool');
    const all = selfAndAllChildren(this.canvas.getRootElement(), true);
    const { movingShapes, resizingShapes } = tool.calculateAdjustments(all, 'x', width, start);
    tool.makeSpace(movingShapes, resizingShapes, { x: width, y: 0 }, 'e', start);
  }

  fragment(key) {
    const before = this.before();
    this.together(() => {
      const onward = before ? flowsOf(before) : [];
      if (onward.length === 1) this.makeRoom(before.x + before.width + GAP / 2, WIDTH);
      const place = before ? { x: before.x + before.width + WIDTH / 2 + 10, y: before.y + before.height / 2 } : this.middle();
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

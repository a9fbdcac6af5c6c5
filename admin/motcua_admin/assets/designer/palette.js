/* The tools at the left edge; by the keyboard a new element is put behind the selected one. */
import { fragments } from './fragments.js';
import { t } from './language.js';

export const ELEMENTS = [
  ['step', 'activity', 'bpmn-icon-user-task', t('Bước', 'Step'), { type: 'bpmn:UserTask' }],
  ['service', 'activity', 'bpmn-icon-service-task', t('Gọi hệ thống khác', 'Call another system'), { type: 'bpmn:ServiceTask' }],
  ['gateway', 'gateway', 'bpmn-icon-gateway-xor', t('Điểm rẽ', 'Gateway'), { type: 'bpmn:ExclusiveGateway' }],
  ['parallel', 'gateway', 'bpmn-icon-gateway-parallel', t('Rẽ song song', 'Parallel gateway'), { type: 'bpmn:ParallelGateway' }],
  ['start', 'event', 'bpmn-icon-start-event-none', t('Bắt đầu', 'Start'), { type: 'bpmn:StartEvent' }],
  ['timer', 'event', 'bpmn-icon-intermediate-event-catch-timer', t('Chờ thời gian', 'Wait for a time'), {
    type: 'bpmn:IntermediateCatchEvent', eventDefinitionType: 'bpmn:TimerEventDefinition',
  }],
  ['message', 'event', 'bpmn-icon-intermediate-event-catch-message', t('Chờ thông điệp', 'Wait for a message'), {
    type: 'bpmn:IntermediateCatchEvent', eventDefinitionType: 'bpmn:MessageEventDefinition',
  }],
  ['end', 'event', 'bpmn-icon-end-event-none', t('Kết thúc', 'End'), { type: 'bpmn:EndEvent' }],
];

/** The palette of diagram-js with our entries. */
export class Palette {
  static $inject = ['palette', 'create', 'elementFactory', 'handTool', 'lassoTool', 'globalConnect', 'placing'];

  constructor(palette, create, elementFactory, handTool, lassoTool, globalConnect, placing) {
    Object.assign(this, { create, elementFactory, handTool, lassoTool, globalConnect, placing });
    palette.registerProvider(this);
    // Our entries are lower than diagram-js reckons with: one column always holds them.
    palette._needsCollapse = () => false;
  }

  getPaletteEntries() {
    return { ...this.tools(), ...this.elements(), ...this.frames() };
  }

  tools() {
    const tool = (className, title, start) => ({ group: 'tools', className, title, action: { click: start } });
    return {
      'hand-tool': tool('bpmn-icon-hand-tool', t('Kéo bản vẽ', 'Move the drawing'), (event) => this.handTool.activateHand(event)),
      'lasso-tool': tool('bpmn-icon-lasso-tool', t('Chọn một vùng', 'Select an area'), (event) => this.lassoTool.activateSelection(event)),
      'global-connect-tool': tool('bpmn-icon-connection-multi', t('Nối hai phần tử', 'Connect two elements'), (event) => this.globalConnect.start(event)),
      'tool-separator': { group: 'tools', separator: true },
    };
  }

  elements() {
    return Object.fromEntries(ELEMENTS.map(([key, group, className, title, made]) => [
      `create.${key}`, this.entry(group, className, title, () => [this.elementFactory.createShape(made)]),
    ]));
  }

  frames() {
    const inside = () => {
      const frame = this.elementFactory.createShape({ type: 'bpmn:SubProcess', x: 0, y: 0, isExpanded: true });
      return [frame, this.elementFactory.createShape({ type: 'bpmn:StartEvent', x: 40, y: 82, parent: frame })];
    };
    return {
      'create.subprocess': this.entry(
        'activity', 'bpmn-icon-subprocess-expanded', t('Quy trình con', 'Sub-process'), inside,
      ),
      'create.pool': this.entry('frame', 'bpmn-icon-participant', t('Khung có làn', 'Pool with lanes'), () => [
        this.elementFactory.createParticipantShape(),
      ]),
    };
  }

  entry(group, className, title, make) {
    const start = (event) => this.create.start(event, make());
    // A key press on the entry comes as a click without a place.
    const click = (event) => (event.detail === 0 ? this.placing.put(make()) : start(event));
    return { group, className, title, action: { dragstart: start, click } };
  }
}

/** Puts new elements where the eye is: behind the selected element, else into the middle of what is shown. */
export class Placing {
  static $inject = ['modeling', 'autoPlace', 'canvas', 'selection', 'injector'];

  constructor(modeling, autoPlace, canvas, selection, injector) {
    Object.assign(this, { modeling, autoPlace, canvas, selection, injector });
  }

  put(shapes) {
    const [before] = this.selection.get();
    const isNode = before?.businessObject?.$instanceOf('bpmn:FlowNode') && before.type !== 'bpmn:EndEvent';
    if (isNode && shapes.length === 1 && shapes[0].type !== 'bpmn:Participant') {
      this.behind(before, shapes[0]);
      return;
    }
    const made = this.modeling.createElements(shapes, this.middle(), this.parent());
    this.selection.select(made[0]);
  }

  /** Where one way leads on from `before`, the new element is put into it. */
  behind(before, shape) {
    const onward = before.outgoing.filter((flow) => flow.type === 'bpmn:SequenceFlow');
    const made = this.autoPlace.append(before, shape);
    if (onward.length !== 1 || made.type === 'bpmn:EndEvent') return;
    this.modeling.reconnectStart(onward[0], made, { x: made.x + made.width / 2, y: made.y + made.height / 2 });
  }

  fragment(key) {
    const shapes = fragments[key].make(this.injector);
    const [before] = this.selection.get();
    const isNode = before?.businessObject?.$instanceOf('bpmn:FlowNode');
    const place = isNode ? { x: before.x + before.width + 320, y: before.y + before.height / 2 } : this.middle();
    const parent = isNode ? before.parent : this.parent();
    const made = this.modeling.createElements(shapes, place, parent, { autoSelect: false });
    const first = made.find((shape) => !shape.waypoints);
    if (isNode && before.type !== 'bpmn:EndEvent') this.modeling.connect(before, first);
    this.selection.select(first);
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

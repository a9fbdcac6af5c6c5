/* The tools at the left edge; by the keyboard a new element is put behind the selected one. */
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

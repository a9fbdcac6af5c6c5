/* The panel beside the drawing: what the selected element says, in labelled fields that the keyboard reaches. */
import { h } from './dom.js';
import { textField, timeText } from './fields.js';
import { t, working } from './language.js';
import { ELEMENTS } from './palette.js';
import { eventFields, linkFields, loopFields, serviceFields, waitFields } from './panel_event.js';
import { branchFields, gatewayFields, isBranch } from './panel_flow.js';
import { agencyFields, stepFields } from './panel_step.js';
import { translate } from './translations.js';
import { mainProcess, word, wordOf, writeWord } from './words.js';

const REPEATED = ['bpmn:UserTask', 'bpmn:ManualTask', 'bpmn:ServiceTask', 'bpmn:SubProcess', 'bpmn:CallActivity'];
const WAITING = ['bpmn:IntermediateCatchEvent', 'bpmn:ReceiveTask', 'bpmn:UserTask', 'bpmn:ManualTask'];

export class Panel {
  constructor(modeler, box, facts, jump) {
    Object.assign(this, { modeler, box, facts, jump, examined: null, isReadOnly: facts.readOnly });
    const bus = modeler.get('eventBus');
    bus.on('selection.changed', () => this.show());
    bus.on(['elements.changed', 'import.done'], () => this.show());
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.back();
    });
  }

  get element() {
    const [only, another] = this.modeler.get('selection').get();
    const element = another ? undefined : only;
    return element?.labelTarget ?? element;
  }

  /** From the drawing into the first field. */
  enter() {
    this.draw();
    this.box.querySelector('input, select, textarea, button')?.focus();
  }

  /** From the panel back to the drawing. */
  back() {
    document.activeElement?.blur();
    this.modeler.get('canvas').focus?.();
  }

  /** Draws the panel soon: a field that is being left first gives the focus to the next. */
  show() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw());
  }

  /** Draws the panel anew; who is typing in it stays where he is. */
  draw() {
    clearTimeout(this.timer);
    const active = this.box.contains(document.activeElement) ? document.activeElement : null;
    const place = active && [active.name, active.selectionStart];
    this.box.replaceChildren(...(this.element ? this.ofElement(this.element) : this.ofProcess()).filter(Boolean));
    if (this.isReadOnly) this.box.querySelectorAll('input, select, textarea').forEach((input) => { input.disabled = true; });
    if (!place?.[0]) return;
    const again = this.box.querySelector(`[name="${CSS.escape(place[0])}"]`);
    again?.focus();
    if (place[1] !== null && again?.type === 'text') again.setSelectionRange(place[1], place[1]);
  }

  ofElement(element) {
    const object = element.businessObject;
    return [
      this.head(element),
      ...this.complaints(element.id),
      object.$instanceOf('bpmn:TextAnnotation') ? this.noteField(element) : this.nameField(element),
      ...this.words(element),
      this.followers(element),
    ];
  }

  head(element) {
    const place = this.examined?.steps.findIndex((step) => step.id === element.id) ?? -1;
    const title = place >= 0 ? t('Bước {n} trên {all}', 'Step {n} of {all}', { n: place + 1, all: this.examined.steps.length }) : kindOf(element);
    return h('header', { class: 'panel-head' }, h('h2', {}, title), h('code', {}, element.id));
  }

  complaints(id) {
    const found = this.examined?.findings.filter((finding) => finding.element === id) ?? [];
    return found.map((finding) => h('p', { class: finding.severity === 'error' ? 'panel-problem' : 'panel-note' }, finding.message));
  }

  nameField(element) {
    return textField({
      name: 'name', label: element.type === 'bpmn:UserTask' ? t('Tên bước', 'Name of the step') : t('Tên', 'Name'),
      value: element.businessObject.name, long: element.type === 'bpmn:UserTask',
      write: (name) => this.modeler.get('modeling').updateProperties(element, { name: name || undefined }),
    });
  }

  noteField(element) {
    return textField({
      name: 'text', label: t('Ghi chú', 'Note'), value: element.businessObject.text, long: true,
      write: (text) => this.modeler.get('modeling').updateProperties(element, { text }),
    });
  }

  words(element) {
    const { modeler, facts } = this;
    const { type } = element;
    const isTask = type === 'bpmn:UserTask' || type === 'bpmn:ManualTask';
    return [
      ...(isTask ? stepFields(modeler, element, facts, this.tooLong(element.id)) : []),
      ...(type === 'bpmn:ServiceTask' ? serviceFields(modeler, element, facts) : []),
      ...(type === 'bpmn:Lane' ? this.laneFields(element) : []),
      ...(type === 'bpmn:SequenceFlow' && isBranch(element) ? branchFields(modeler, element, facts) : []),
      ...gatewayFields(modeler, element, this.jump),
      ...linkFields(modeler, element, facts),
      ...eventFields(modeler, element),
      ...(REPEATED.includes(type) ? loopFields(modeler, element) : []),
      ...(WAITING.includes(type) ? waitFields(modeler, element) : []),
    ];
  }

  /** What to say of a step on a way that is longer than the law allows, when the step could make up for it. */
  tooLong(id) {
    const { total, limit, longest } = this.examined ?? {};
    const own = longest?.find(([key]) => key === id)?.[1] ?? 0;
    if (limit === null || limit === undefined || total <= limit || own <= total - limit) return {};
    const left = own - (total - limit);
    return {
      problem: t('Giảm ít nhất {over} để vừa hạn {limit}.', 'Take at least {over} off to keep the limit of {limit}.', { over: working(total - limit), limit: working(limit) }),
      remedy: { value: timeText(String(left / 3600), 'h'), name: t('Đặt {time}', 'Set {time}', { time: working(left) }) },
    };
  }

  laneFields(element) {
    const write = (attribute) => (value) => writeWord(this.modeler, element, 'Lane', { [attribute]: value });
    return [
      textField({
        name: 'position', label: t('Vị trí', 'Position'), value: wordOf(element, 'Lane', 'position'), write: write('position'),
        help: t('Chọn trong danh mục hoặc viết khóa mới.', 'One of the list, or a new key.'), attributes: { list: 'positions' },
      }),
      h('datalist', { id: 'positions' }, this.facts.positions.map((one) => h('option', { value: one.key }, one.name))),
      ...agencyFields(wordOf(element, 'Lane', 'agency'), this.facts, write('agency'), t('Như từng bước ghi', 'As each step says')),
      textField({ name: 'name-en', label: t('Tên tiếng Anh', 'English name'), value: wordOf(element, 'Lane', 'name-en'), write: write('name-en') }),
    ];
  }

  /** New elements behind this one, for those who do not use a mouse. */
  followers(element) {
    const isNode = element.businessObject.$instanceOf('bpmn:FlowNode') && element.type !== 'bpmn:EndEvent';
    if (!isNode || this.isReadOnly) return null;
    const make = (shape) => {
      this.modeler.get('placing').put([this.modeler.get('elementFactory').createShape(shape)]);
      this.enter();
    };
    return h('div', { class: 'panel-field panel-followers' }, h('h3', {}, t('Thêm phía sau', 'Add behind it')),
      ELEMENTS.filter(([key]) => key !== 'start').map(([key, , , name, shape]) => h('button', {
        type: 'button', class: 'btn btn-secondary', name: `add.${key}`, onclick: () => make(shape),
      }, name)),
      h('button', { type: 'button', class: 'btn btn-link', name: 'remove', onclick: () => this.remove(element) }, t('Xóa phần tử này', 'Delete this element')));
  }

  remove(element) {
    this.modeler.get('modeling').removeElements([element]);
    this.back();
  }

  ofProcess() {
    const procedure = word(mainProcess(this.modeler) ?? {}, 'Procedure');
    const limit = this.examined?.limit ?? null;
    return [
      h('header', { class: 'panel-head' }, h('h2', {}, t('Quy trình', 'Process')), h('code', {}, procedure?.get('code') ?? '')),
      h('p', {}, procedure?.get('name') ?? this.facts.name),
      h('p', { class: 'panel-help' }, limit === null ? t('Thủ tục chưa có thời hạn.', 'The procedure has no limit.') : t('Thời hạn của thủ tục: {limit} làm việc', 'Limit of the procedure: {limit} of working time', { limit: working(limit) })),
      ...this.complaints(mainProcess(this.modeler)?.id),
      h('h3', {}, t('Các bước', 'Steps')),
      h('ol', { class: 'panel-list' }, (this.examined?.steps ?? []).map((step) => h('li', {},
        h('button', { type: 'button', class: 'btn btn-link', name: `go.${step.id}`, onclick: () => this.jump(step.id) }, step.name || step.id)))),
    ];
  }
}

function kindOf(element) {
  const kinds = {
    'bpmn:Lane': t('Làn', 'Lane'), 'bpmn:Participant': t('Khung quy trình', 'Pool'), 'bpmn:TextAnnotation': t('Ghi chú', 'Note'),
    'bpmn:BoundaryEvent': t('Sự kiện ở mép bước', 'Boundary event'), 'bpmn:IntermediateCatchEvent': t('Chờ', 'Wait'),
    'bpmn:IntermediateThrowEvent': t('Phát', 'Throw'), 'bpmn:SequenceFlow': t('Đường đi', 'Flow'),
  };
  const words = element.type.replace('bpmn:', '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return kinds[element.type] ?? translate(words[0].toUpperCase() + words.slice(1));
}

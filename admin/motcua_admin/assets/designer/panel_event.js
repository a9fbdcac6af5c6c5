/* What events, calls, loops and waits say. */
import { choiceField, textField, tickField, timeField, WORKING_UNITS } from './fields.js';
import { t } from './language.js';
import { around, dataObject } from './references.js';
import { agencyFields } from './panel_step.js';
import { wordOf, writeWord } from './words.js';

const NAMED = {
  'bpmn:MessageEventDefinition': ['messageRef', 'bpmn:Message', 'name', t('Tên thông điệp', 'Name of the message')],
  'bpmn:SignalEventDefinition': ['signalRef', 'bpmn:Signal', 'name', t('Tên tín hiệu', 'Name of the signal')],
  'bpmn:ErrorEventDefinition': ['errorRef', 'bpmn:Error', 'errorCode', t('Mã lỗi', 'Code of the error')],
  'bpmn:EscalationEventDefinition': ['escalationRef', 'bpmn:Escalation', 'escalationCode', t('Mã báo vượt cấp', 'Code of the escalation')],
};
const CLOCK_UNITS = [
  ...WORKING_UNITS, ['pth', t('giờ đồng hồ', 'hours on the wall')], ['pd', t('ngày theo lịch', 'calendar days')],
];

/** The fields of whatever an event or a message task throws or waits for. */
export function eventFields(modeler, element) {
  const object = element.businessObject;
  const definition = object.get('eventDefinitions')?.[0] ?? (object.$instanceOf('bpmn:SendTask') || object.$instanceOf('bpmn:ReceiveTask') ? object : null);
  if (!definition) return [];
  if (definition.$type === 'bpmn:TimerEventDefinition') return timer(modeler, element, definition);
  const named = NAMED[definition.$type] ?? (definition === object ? NAMED['bpmn:MessageEventDefinition'] : null);
  return named ? [nameField(modeler, element, definition, named)] : [];
}

function nameField(modeler, element, definition, [reference, type, attribute, label]) {
  return textField({
    name: reference, label, value: definition.get(reference)?.get(attribute) ?? definition.get(reference)?.name ?? '',
    write: (value) => modeler.get('modeling').updateModdleProperties(element, definition, {
      [reference]: value ? rootElement(modeler, type, attribute, value) : undefined,
    }),
  });
}

/** The message, signal, error or escalation of the file with this name; made when there is none. */
function rootElement(modeler, type, attribute, value) {
  const definitions = modeler.getDefinitions();
  const elements = definitions.get('rootElements');
  const found = elements.find((one) => one.$type === type && (one.get(attribute) ?? one.name) === value);
  if (found) return found;
  const made = modeler.get('bpmnFactory').create(type, { name: value, ...(attribute === 'name' ? {} : { [attribute]: value }) });
  made.$parent = definitions;
  elements.push(made);
  return made;
}

const TIMERS = { timeDuration: t('Sau một khoảng', 'After a time'), timeDate: t('Vào một ngày', 'On a date'), timeCycle: t('Nhiều lần', 'Repeatedly') };

function timer(modeler, element, definition) {
  const kind = Object.keys(TIMERS).find((key) => definition.get(key)) ?? 'timeDuration';
  const body = definition.get(kind)?.body ?? '';
  const write = (key, text) => modeler.get('modeling').updateModdleProperties(element, definition, {
    timeDuration: undefined, timeDate: undefined, timeCycle: undefined,
    [key]: text === null ? undefined : modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body: text }),
  });
  const value = { timeDate: () => textField({
    name: 'timer', label: t('Ngày, hoặc tên trường ngày', 'Date, or a date field'), value: body, write: (text) => write('timeDate', text),
    attributes: { placeholder: '2026-06-30' },
  }), timeCycle: () => textField({
    name: 'timer', label: t('Số lần và khoảng cách', 'How often, and after what time'), value: body, write: (text) => write('timeCycle', text),
    attributes: { placeholder: 'R3/4h' },
  }), timeDuration: () => timeField({
    name: 'timer', label: t('Thời gian chờ', 'Time to wait'), value: split(body), units: CLOCK_UNITS,
    write: (text) => write('timeDuration', joined(text)),
  }) }[kind]();
  return [
    choiceField({
      name: 'timer.kind', label: t('Hẹn giờ', 'Timer'), value: kind,
      options: Object.entries(TIMERS).map(([key, name]) => ({ key, name })), write: (key) => write(key, ''),
    }),
    value,
  ];
}

/** "PT4H" and "P12D" as a number with a unit of the list, and back; anything else stays as written. */
const split = (text) => text.replace(/^PT(\d+)H$/, '$1pth').replace(/^P(\d+)D$/, '$1pd');

function joined(text) {
  return text.replace(/^(\d+)pth$/i, 'PT$1H').replace(/^(\d+)pd$/i, 'P$1D');
}

/** How the dossier's clock runs while something waits here. */
export function waitFields(modeler, element) {
  const clock = wordOf(element, 'Wait', 'clock') || 'run';
  const write = (changes) => writeWord(modeler, element, 'Wait', changes);
  const fields = [choiceField({
    name: 'clock', label: t('Đồng hồ của hồ sơ khi chờ', 'The dossier’s clock meanwhile'), value: clock,
    options: [{ key: 'run', name: t('Vẫn chạy', 'Runs on') }, { key: 'pause', name: t('Dừng', 'Stands still') }],
    write: (value) => write({ clock: value, reason: value === 'pause' ? wordOf(element, 'Wait', 'reason') : '' }),
  })];
  if (clock !== 'pause') return fields;
  return [...fields, choiceField({
    name: 'reason', label: t('Lý do dừng', 'Why it stands still'), value: wordOf(element, 'Wait', 'reason') || 'other',
    options: [
      { key: 'supplement', name: t('Chờ bổ sung hồ sơ', 'Waits for a supplement') },
      { key: 'payment', name: t('Chờ nộp nghĩa vụ tài chính', 'Waits for a payment') },
      { key: 'notice', name: t('Niêm yết công khai', 'Public notice') }, { key: 'other', name: t('Lý do khác', 'Another reason') },
    ],
    write: (value) => write({ reason: value }),
  })];
}

/** What a service task calls. */
export function serviceFields(modeler, element, facts) {
  const of = (attribute) => wordOf(element, 'Service', attribute);
  const write = (attribute) => (value) => writeWord(modeler, element, 'Service', { [attribute]: value });
  const fields = [
    choiceField({
      name: 'operation', label: t('Việc gọi', 'Operation'), value: of('operation'), options: facts.operations,
      empty: t('Chọn việc gọi', 'Choose an operation'), write: write('operation'),
    }),
    textField({
      name: 'attempts', label: t('Số lần thử', 'Attempts'), value: of('attempts'), write: write('attempts'),
      attributes: { type: 'number', min: 1, max: 100 },
    }),
    timeField({
      name: 'timeout', label: t('Chờ trả lời tối đa', 'Longest wait for an answer'), value: of('timeout'), units: WORKING_UNITS,
      write: write('timeout'),
    }),
  ];
  if (of('operation') !== 'dossier.open') return fields;
  return [...fields, textField({
    name: 'procedure', label: t('Mã thủ tục được mở', 'Code of the procedure'), value: of('procedure'), write: write('procedure'),
  }), ...agencyFields(of('agency'), facts, write('agency'))];
}

/** The decision table that a rule task asks, or the process that a call activity calls. */
export function linkFields(modeler, element, facts) {
  const object = element.businessObject;
  if (object.$instanceOf('bpmn:BusinessRuleTask')) {
    return [choiceField({
      name: 'decision', label: t('Bảng quyết định', 'Decision table'), value: wordOf(element, 'Rule', 'decision'),
      options: facts.decisions, empty: t('Chọn bảng', 'Choose a table'),
      write: (value) => writeWord(modeler, element, 'Rule', { decision: value }),
    })];
  }
  if (!object.$instanceOf('bpmn:CallActivity')) return [];
  return [choiceField({
    name: 'called', label: t('Quy trình được gọi', 'Process that is called'), value: object.get('calledElement'),
    options: facts.processes, empty: t('Chọn quy trình', 'Choose a process'),
    write: (value) => modeler.get('modeling').updateProperties(element, { calledElement: value || undefined }),
  })];
}

const LOOPS = [
  { key: 'parallel', name: t('Mỗi mục một lượt, cùng lúc', 'Once for each item, all at once') },
  { key: 'sequential', name: t('Mỗi mục một lượt, lần lượt', 'Once for each item, one by one') },
  { key: 'standard', name: t('Khi điều kiện còn đúng', 'While a condition holds') },
];

/** Whether an activity is repeated, and over what. */
export function loopFields(modeler, element) {
  const object = element.businessObject;
  const loop = object.get('loopCharacteristics');
  const kind = !loop ? '' : loop.$type === 'bpmn:StandardLoopCharacteristics' ? 'standard' : loop.get('isSequential') ? 'sequential' : 'parallel';
  const chosen = choiceField({
    name: 'loop', label: t('Lặp lại', 'Repetition'), value: kind, options: LOOPS, empty: t('Không lặp', 'Not repeated'),
    write: (value) => setLoop(modeler, element, loop, value),
  });
  if (!loop) return [chosen];
  return [chosen, ...(kind === 'standard' ? standardFields(modeler, element, loop) : listFields(modeler, element, loop))];
}

function setLoop(modeler, element, loop, kind) {
  const modeling = modeler.get('modeling');
  const isList = loop?.$type === 'bpmn:MultiInstanceLoopCharacteristics';
  if (isList && ['parallel', 'sequential'].includes(kind)) {
    modeling.updateModdleProperties(element, loop, { isSequential: kind === 'sequential' });
    return;
  }
  const type = kind === 'standard' ? 'bpmn:StandardLoopCharacteristics' : 'bpmn:MultiInstanceLoopCharacteristics';
  const made = kind ? modeler.get('bpmnFactory').create(type, kind === 'standard' ? {} : { isSequential: kind === 'sequential' }) : undefined;
  modeling.updateProperties(element, { loopCharacteristics: made });
}

function listFields(modeler, element, loop) {
  const factory = modeler.get('bpmnFactory');
  const update = (changes) => modeler.get('modeling').updateModdleProperties(element, loop, changes);
  const list = loop.get('loopDataInputRef');
  return [
    textField({
      name: 'loop.list', label: t('Trường danh sách', 'Field with the list'), value: list?.name || list?.id || '',
      help: t('Tên trường của biểu mẫu, ví dụ co_quan_lay_y_kien.', 'A field of a form, such as co_quan_lay_y_kien.'),
      write: (name) => update({
        loopDataInputRef: name ? dataObject(modeler.get('moddle'), around(element.businessObject, 'bpmn:Process'), name) : undefined,
      }),
    }),
    textField({
      name: 'loop.item', label: t('Gọi mỗi mục là', 'Each item is called'), value: loop.get('inputDataItem')?.name ?? '',
      write: (name) => update({ inputDataItem: name ? factory.create('bpmn:DataInput', { name }) : undefined }),
    }),
    expressionField(modeler, element, loop, 'loopCardinality', t('Hoặc số lần cố định', 'Or so many times')),
    expressionField(modeler, element, loop, 'completionCondition', t('Kết thúc sớm khi', 'Ends early when')),
  ];
}

function standardFields(modeler, element, loop) {
  const update = (changes) => modeler.get('modeling').updateModdleProperties(element, loop, changes);
  return [
    expressionField(modeler, element, loop, 'loopCondition', t('Lặp khi', 'While')),
    textField({
      name: 'loop.maximum', label: t('Tối đa bao nhiêu lần', 'At most so many times'), value: String(loop.get('loopMaximum') ?? ''),
      write: (text) => update({ loopMaximum: text ? Number(text) : undefined }), attributes: { type: 'number', min: 1, max: 1000 },
    }),
    tickField({
      name: 'loop.before', label: t('Hỏi điều kiện trước lần đầu', 'Asked before the first time'), value: loop.get('testBefore'),
      write: (value) => update({ testBefore: value }),
    }),
  ];
}

function expressionField(modeler, element, loop, name, label) {
  return textField({
    name: `loop.${name}`, label, value: loop.get(name)?.body ?? '',
    write: (body) => modeler.get('modeling').updateModdleProperties(element, loop, {
      [name]: body ? modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body }) : undefined,
    }),
  });
}

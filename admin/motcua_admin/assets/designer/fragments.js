/* Usual shapes, ready to be put into a drawing: its author only names positions, times and conditions. */
import { t } from './language.js';
import { extended } from './words.js';

const GAP = 160;

/** The fragments by key: `name` for the menu, `make` gives shapes and flows around a common place. */
export const fragments = {
  approval: {
    name: t('Bước – duyệt – trả lại', 'Step – approval – sent back'),
    make: (injector) => approval(pen(injector)),
  },
  supplement: {
    name: t('Chờ bổ sung', 'Wait for a supplement'),
    make: (injector) => supplement(pen(injector)),
  },
  opinions: {
    name: t('Lấy ý kiến song song', 'Opinions side by side'),
    make: (injector) => opinions(pen(injector)),
  },
};

function approval(draw) {
  const work = draw.step(t('Xử lý hồ sơ', 'Work on the dossier'), 0, 0);
  const approve = draw.step(t('Duyệt', 'Approve'), 1, 0);
  const choice = draw.gateway('bpmn:ExclusiveGateway', t('Đồng ý?', 'Agreed?'), 2, 0);
  const back = draw.flow(choice, work, t('Trả lại', 'Sent back'), 120);
  return [work, approve, choice, draw.flow(work, approve), draw.flow(approve, choice), back];
}

function supplement(draw) {
  const check = draw.step(t('Kiểm tra hồ sơ', 'Check the dossier'), 0, 0);
  const choice = draw.gateway('bpmn:ExclusiveGateway', t('Hồ sơ đủ?', 'Complete?'), 1, 0);
  const wait = draw.wait(t('Chờ bổ sung', 'Wait for a supplement'), 'bo_sung', 1, 1);
  return [
    check, choice, wait, draw.flow(check, choice), draw.flow(choice, wait, t('Thiếu', 'Incomplete')),
    draw.flow(wait, check),
  ];
}

function opinions(draw) {
  const split = draw.gateway('bpmn:ParallelGateway', '', 0, 0);
  const one = draw.step(t('Lấy ý kiến cơ quan thứ nhất', 'Opinion of the first agency'), 1, -0.5);
  const other = draw.step(t('Lấy ý kiến cơ quan thứ hai', 'Opinion of the second agency'), 1, 0.5);
  const join = draw.gateway('bpmn:ParallelGateway', '', 2, 0);
  return [
    split, one, other, join, draw.flow(split, one), draw.flow(split, other), draw.flow(one, join),
    draw.flow(other, join),
  ];
}

/** Draws parts of a fragment on a grid of columns and rows. */
function pen(injector) {
  const factory = injector.get('elementFactory');
  const model = injector.get('bpmnFactory');
  const modeler = injector.get('bpmnjs');
  const at = (column, row, shape) => Object.assign(shape, {
    x: column * GAP - shape.width / 2, y: row * GAP - shape.height / 2,
  });
  const words = (object, name, attributes) => {
    object.extensionElements = extended(modeler, object, name, attributes);
    return object;
  };
  return {
    step: (name, column, row) => at(column, row, factory.createShape({
      type: 'bpmn:UserTask', businessObject: words(model.create('bpmn:UserTask', { name }), 'Step', { budget: '4h' }),
    })),
    gateway: (type, name, column, row) => {
      const shape = at(column, row, factory.createShape({ type }));
      if (name) shape.businessObject.name = name;
      return shape;
    },
    wait: (name, message, column, row) => {
      const object = words(model.create('bpmn:IntermediateCatchEvent', { name }), 'Wait', { clock: 'pause', reason: 'supplement' });
      const shape = factory.createShape({
        type: 'bpmn:IntermediateCatchEvent', businessObject: object, eventDefinitionType: 'bpmn:MessageEventDefinition',
      });
      object.eventDefinitions[0].messageRef = declared(modeler, model, message);
      return at(column, row, shape);
    },
    flow: (source, target, name, detour) => {
      const flow = factory.createConnection({ type: 'bpmn:SequenceFlow', source, target, waypoints: way(source, target, detour) });
      if (name) flow.businessObject.name = name;
      return flow;
    },
  };
}

/** A message of the file with this name, added when there is none. */
export function declared(modeler, model, name) {
  const definitions = modeler.getDefinitions();
  const found = definitions.get('rootElements').find((one) => one.$type === 'bpmn:Message' && one.name === name);
  if (found) return found;
  const message = model.create('bpmn:Message', { name });
  message.$parent = definitions;
  definitions.get('rootElements').push(message);
  return message;
}

/** From border to border; with `detour`, around below. */
function way(source, target, detour = 0) {
  const middle = (shape) => ({ x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 });
  const [from, to] = [middle(source), middle(target)];
  if (detour) return [from, { x: from.x, y: from.y + detour }, { x: to.x, y: to.y + detour }, to];
  if (from.x === to.x || from.y === to.y) return [from, to];
  return [from, { x: (from.x + to.x) / 2, y: from.y }, { x: (from.x + to.x) / 2, y: to.y }, to];
}

/* The branches of a gateway: which is taken when. */
import { Condition } from './condition.js';
import { h } from './dom.js';
import { choiceField, tickField } from './fields.js';
import { t } from './language.js';

const CHOOSING = ['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway'];

/** Whether a flow leaves a gateway that chooses. */
export const isBranch = (element) => CHOOSING.includes(element.businessObject.sourceRef?.$type);

/** The fields of a branch; the condition comes in as soon as the server has told which fields there are. */
export function branchFields(modeler, element, facts) {
  const gateway = element.businessObject.sourceRef;
  const isDefault = gateway.get('default') === element.businessObject;
  const modeling = modeler.get('modeling');
  const box = h('div', { class: 'panel-condition', 'aria-live': 'polite' });
  if (!isDefault) {
    new Condition(box, {
      title: t('Đi nhánh này khi', 'This branch is taken when'),
      readOnly: facts.readOnly,
      url: facts.urls.condition,
      saved: facts.saved,
      about: { at: gateway.id },
      text: () => element.businessObject.get('conditionExpression')?.body ?? '',
      write: (body) => modeling.updateProperties(element, {
        conditionExpression: body ? modeler.get('bpmnFactory').create('bpmn:FormalExpression', { body }) : undefined,
      }),
    }).load();
  }
  return [
    tickField({
      name: 'default', label: t('Đường mặc định, khi không nhánh nào đúng', 'Taken when no other branch holds'), value: isDefault,
      write: (value) => {
        modeling.updateProperties(modeler.get('elementRegistry').get(gateway.id), { default: value ? element.businessObject : undefined });
        if (value) modeling.updateProperties(element, { conditionExpression: undefined });
      },
    }),
    box,
  ];
}

/** The branches of a gateway: where they lead and which is taken without a condition. */
export function gatewayFields(modeler, element, jump) {
  const { outgoing } = element.businessObject;
  if (!CHOOSING.includes(element.businessObject.$type) || !outgoing?.length) return [];
  const name = (flow) => flow.name || t('tới {name}', 'to {name}', { name: flow.targetRef?.name || flow.targetRef?.id });
  return [
    choiceField({
      name: 'default', label: t('Đường mặc định', 'Default branch'), value: element.businessObject.get('default')?.id,
      options: outgoing.map((flow) => ({ key: flow.id, name: name(flow) })), empty: t('Không có', 'None'),
      write: (id) => modeler.get('modeling').updateProperties(element, { default: outgoing.find((flow) => flow.id === id) }),
    }),
    h('div', { class: 'panel-field' }, h('h3', {}, t('Các nhánh', 'Branches')),
      h('ul', { class: 'panel-list' }, outgoing.map((flow) => h('li', {},
        h('button', { type: 'button', class: 'btn btn-link', onclick: () => jump(flow.id) }, name(flow)),
        flow.get('conditionExpression') ? h('code', {}, flow.get('conditionExpression').body) : null)))),
  ];
}

/* How elements look: a step is a plain box, for nearly all of them are done by people and the sign would cover the name. */
import BpmnRenderer from 'bpmn-js/lib/draw/BpmnRenderer';

export class Renderer extends BpmnRenderer {
  static $inject = BpmnRenderer.$inject;

  constructor(...services) {
    super(...services);
    this.handlers['bpmn:UserTask'] = this.handlers['bpmn:Task'];
  }
}

/* Our words on an element (motcua:step, motcua:lane …): read, and written as one command that can be undone. */

/** The word of this name on an element of the diagram or of the model, undefined when it has none. */
export function word(element, name) {
  const object = element.businessObject ?? element;
  return object.get('extensionElements')?.get('values').find((one) => one.$type === `motcua:${name}`);
}

/** An attribute of a word; empty when it is not written. */
export function wordOf(element, name, attribute) {
  return word(element, name)?.get(attribute) ?? '';
}

/** Writes attributes of a word; an empty one is taken away. The word is made when it is not there. */
export function writeWord(modeler, element, name, changes) {
  const modeling = modeler.get('modeling');
  const kept = Object.fromEntries(Object.entries(changes).map(([key, value]) => [key, value || undefined]));
  const present = word(element, name);
  if (present) {
    modeling.updateModdleProperties(element, present, kept);
    return;
  }
  modeling.updateModdleProperties(element, element.businessObject, {
    extensionElements: extended(modeler, element.businessObject, name, kept),
  });
}

/** New extension elements that hold what the object has, foreign words too, and one more of ours. */
export function extended(modeler, object, name, attributes) {
  const factory = modeler.get('bpmnFactory');
  const extension = factory.create('bpmn:ExtensionElements', { values: [] });
  extension.$parent = object;
  const added = factory.create(`motcua:${name}`, attributes);
  added.$parent = extension;
  extension.values = [...(object.get('extensionElements')?.get('values') ?? []), added];
  return extension;
}

/** The process that the drawing is about: the one with the procedure, else the first. */
export function mainProcess(modeler) {
  const found = modeler.getDefinitions().get('rootElements').filter((one) => one.$type === 'bpmn:Process');
  return found.find((one) => word(one, 'Procedure')) ?? found[0];
}

/** The papers that applicants get, which a step may sign. */
export function results(modeler) {
  const procedure = word(mainProcess(modeler), 'Procedure');
  return (procedure?.get('parts') ?? [])
    .filter((part) => part.$type === 'motcua:Result')
    .map((part) => ({ key: part.get('key'), name: part.get('name') || part.get('key') }));
}

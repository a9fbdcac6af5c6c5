/* A loop names the field whose items it goes through. BPMN wants an element there, so the field is declared as data. */

const LISTS = ['bpmn:loopDataInputRef', 'bpmn:loopDataOutputRef'];

/** Declares the fields that loops name, after a file was read; what is left over could not be understood. */
export function declareLists(moddle, definitions, warnings) {
  return warnings.filter((warning) => {
    // Kept as it stands, so nothing to tell a person about.
    if (warning.message.startsWith('unknown attribute')) return false;
    if (!LISTS.includes(warning.property)) return true;
    const holder = around(warning.element, 'bpmn:Process');
    if (!holder) return true;
    warning.element.set(warning.property, dataObject(moddle, holder, warning.value));
    return false;
  });
}

/** The data object of a process that stands for the field `name`; made when there is none. */
export function dataObject(moddle, process, name) {
  const elements = process.get('flowElements');
  const found = elements.find((one) => one.$type === 'bpmn:DataObject' && (one.id === name || one.name === name));
  if (found) return found;
  const made = moddle.create('bpmn:DataObject', { id: name, isCollection: true });
  made.$parent = process;
  elements.push(made);
  return made;
}

/** The nearest element of a type around an element of the model. */
export function around(element, type) {
  let at = element;
  while (at && at.$type !== type) at = at.$parent;
  return at;
}

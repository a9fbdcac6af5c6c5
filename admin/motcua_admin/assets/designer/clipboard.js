/* Copying between procedures: what was copied is kept in this browser, so that another draft's page can paste it. */

const KEY = 'motcua.designer.clipboard';

/** Shares the clipboard of a modeler with the other drafts that are opened in this browser. */
export function shareClipboard(modeler) {
  const bus = modeler.get('eventBus');
  const clipboard = modeler.get('clipboard');
  bus.on('copyPaste.elementsCopied', ({ tree }) => keep(JSON.stringify(tree)));
  bus.on('copyPaste.pasteElements', 3000, () => {
    const text = localStorage.getItem(KEY);
    if (text) clipboard.set(JSON.parse(text, reviver(modeler.get('moddle'))));
  });
}

function keep(text) {
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // A full store leaves copying within this page as it is.
    localStorage.removeItem(KEY);
  }
}

/** Makes elements of the model again out of JSON; what the model does not know is left out. */
function reviver(moddle) {
  const seen = {};
  return (_, value) => {
    if (value === null || typeof value !== 'object' || typeof value.$type !== 'string') return value;
    if (seen[value.id]) return seen[value.id];
    const { $type, ...attributes } = value;
    try {
      const element = moddle.create($type, attributes);
      if (value.id) seen[value.id] = element;
      return element;
    } catch {
      return undefined;
    }
  };
}

/* The drawing itself: bpmn-js with our words, our tools and nothing that the engine would refuse. */
import Modeler from 'bpmn-js/lib/Modeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { shareClipboard } from './clipboard.js';
import { descriptorFor } from './descriptor.js';
import { OfferedChanges, OfferedFollowers } from './offered.js';
import { Palette } from './palette.js';
import { Placing } from './placing.js';
import { declareLists } from './references.js';
import { Renderer } from './renderer.js';
import { translate } from './translations.js';

const shared = { translate: ['value', translate], bpmnRenderer: ['type', Renderer] };
const drawing = {
  __init__: ['offeredChanges', 'offeredFollowers', 'placing'],
  offeredChanges: ['type', OfferedChanges],
  offeredFollowers: ['type', OfferedFollowers],
  placing: ['type', Placing],
  paletteProvider: ['type', Palette],
};
const LOOKS = {
  textRenderer: {
    defaultStyle: { fontFamily: 'Be Vietnam Pro, sans-serif', fontSize: 12, lineHeight: 1.5 },
    externalStyle: { fontSize: 12, lineHeight: 1.5 },
  },
  bpmnRenderer: { defaultFillColor: '#fff', defaultStrokeColor: '#544d48', defaultLabelColor: '#221e1c' },
};

/** Opens a file in `container`; gives the modeler and what of the file could not be understood. */
export async function openCanvas(container, xml, isReadOnly) {
  const Kind = isReadOnly ? NavigatedViewer : Modeler;
  const modeler = new Kind({
    container,
    moddleExtensions: { motcua: descriptorFor(xml) },
    additionalModules: isReadOnly ? [shared] : [shared, drawing],
    ...LOOKS,
  });
  modeler.on('import.parse.complete', ({ definitions, warnings }) => {
    if (definitions) modeler.unread = declareLists(modeler.get('moddle'), definitions, warnings);
  });
  await modeler.importXML(xml);
  if (!isReadOnly) shareClipboard(modeler);
  keepInPlace(container);
  new ResizeObserver(() => modeler.get('canvas').resized()).observe(container);
  return modeler;
}

const EDGE = 24;
const PALETTE = 46;
const SMALLEST = 0.75;

/** Shows the drawing as large as it can be read, beginning at its upper left corner, beside the palette. */
export function fit(modeler) {
  const canvas = modeler.get('canvas');
  canvas.resized();
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - PALETTE - 2 * EDGE, height: outer.height - 2 * EDGE };
  const scale = Math.max(SMALLEST, Math.min(1, room.width / inner.width, room.height / inner.height));
  canvas.viewbox({
    x: inner.x - (PALETTE + EDGE) / scale, y: inner.y - EDGE / scale, width: outer.width / scale, height: outer.height / scale,
  });
}

/** A browser that brings something into sight must not push the drawing out of its frame. */
function keepInPlace(container) {
  container.addEventListener('scroll', ({ target }) => target.matches('.djs-container, .designer-canvas') && target.scrollTo(0, 0), { capture: true, passive: true });
}

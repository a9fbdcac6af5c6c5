/* Reads BPMN files as the designer does and writes them as it saves them; files come and go as JSON on the standard streams.
   Asks: {"name": "<xml>"}; answers: {"name": {"xml": "…", "unread": ["…"], "plain": ["…"]}} – what was not understood, and
   what a program without our words says of the saved file. */
import { text } from 'node:stream/consumers';
import { BpmnModdle } from 'bpmn-moddle';
import { descriptorFor } from '../../admin/motcua_admin/assets/designer/descriptor.js';
import { declareLists } from '../../admin/motcua_admin/assets/designer/references.js';

const said = (warnings) => warnings.map(({ message }) => message);

async function saved(file) {
  const moddle = new BpmnModdle({ motcua: descriptorFor(file) });
  const { rootElement, warnings } = await moddle.fromXML(file);
  const unread = said(declareLists(moddle, rootElement, warnings));
  const { xml } = await moddle.toXML(rootElement, { format: true });
  return { xml, unread, plain: said((await new BpmnModdle().fromXML(xml)).warnings) };
}

const files = JSON.parse(await text(process.stdin));
const answers = await Promise.all(Object.entries(files).map(async ([name, file]) => [name, await saved(file)]));
process.stdout.write(JSON.stringify(Object.fromEntries(answers)));

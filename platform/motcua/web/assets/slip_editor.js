/* The editor of slip templates: no other page of the studio loads it. */
import { SlipEditor } from '../../../../admin/motcua_admin/assets/slip_editor/slip_editor.js';

new SlipEditor(document.querySelector('[data-slip-editor]'));

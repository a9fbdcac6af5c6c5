/* The designer's page: the drawing program is large, so no other page of the studio loads it. */
import { openDesigner } from '../../../../admin/motcua_admin/assets/designer/designer.js';

openDesigner(document.querySelector('[data-designer]'));

/* The designer of forms: no other page of the studio loads it. */
import { FormDesigner } from '../../../../admin/motcua_admin/assets/form_designer/form_designer.js';

new FormDesigner(document.querySelector('[data-form-designer]'));

/* Pages with an e-form load this besides what their room loads (templates/forms/form.html); all of it works without. */
import './script/form/form.js';

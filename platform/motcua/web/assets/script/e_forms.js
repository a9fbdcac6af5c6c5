/* Pages with an e-form load what makes it react; all others do without. */
if (document.querySelector('[data-form]')) import('./form/form.js');

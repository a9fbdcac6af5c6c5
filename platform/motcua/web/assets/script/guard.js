/* A form that is left with what was typed in it unsent asks first. */
for (const form of document.querySelectorAll('form[data-guard]')) {
  let isDirty = false;
  form.addEventListener('input', () => { isDirty = true; });
  form.addEventListener('submit', () => { isDirty = false; });
  window.addEventListener('beforeunload', (event) => isDirty && event.preventDefault());
}

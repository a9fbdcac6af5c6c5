/* A checklist of papers: while one is marked as not in order it cannot be accepted, and what else may be done is shown. */

function follow(form) {
  const bad = Boolean(form.querySelector('input[type="radio"][value="bad"]:checked'));
  form.querySelectorAll('[data-accepts]').forEach((button) => (button.disabled = bad));
  form.querySelectorAll('[data-when-bad]').forEach((part) => (part.hidden = !bad));
}

document.querySelectorAll('form[data-checklist]').forEach((form) => {
  form.addEventListener('change', () => follow(form));
  follow(form);
});

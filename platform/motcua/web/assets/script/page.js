/* On every page: the error summary takes focus, open menus close, a form is sent once. */

document.querySelector('[data-focus-on-load]')?.focus();

const menus = () => document.querySelectorAll('details[data-menu][open]');

document.addEventListener('click', (event) => {
  menus().forEach((menu) => menu.contains(event.target) || menu.removeAttribute('open'));
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  menus().forEach((menu) => {
    menu.removeAttribute('open');
    menu.querySelector('summary').focus();
  });
});

// The server refuses a second sending anyway; this spares the person the message about it.
document.addEventListener('submit', (event) => {
  const form = event.target;
  // What opens beside the page leaves the form where it is.
  if (!form.hasAttribute('data-send-once') || event.submitter?.formTarget) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
});

// A page restored by the back button may be sent again.
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form[data-sent]').forEach((form) => delete form.dataset.sent);
});

/* The keyboard of officers' forms ([data-quick]): Enter moves to the next question, a figure chooses the radio or ticks
   the box of that number, Alt with a letter presses a button. templates/forms/keys.html tells it on the page. */

// Of the buttons only the main one: Enter must not come upon one by the way.
const STOPS = 'input:not([type=hidden], [type=file], [tabindex="-1"]), select, textarea, button.btn-primary';

const isSeen = (part) => part.checkVisibility?.() ?? part.offsetParent !== null;

/** Questions in their order; of a group of radios only one is a stop. */
function stops(form) {
  const seen = new Set();
  return [...form.querySelectorAll(STOPS)].filter((part) => {
    if (!isSeen(part) || part.disabled) return false;
    if (part.type !== 'radio') return true;
    if (seen.has(part.name)) return false;
    seen.add(part.name);
    return true;
  });
}

const standIn = (part) => (part.type === 'radio' ? part.form.querySelector(`input[name="${CSS.escape(part.name)}"]:checked`) ?? part : part);

function moveOn(form, part) {
  const all = stops(form);
  const at = all.findIndex((one) => one === part || (part.type === 'radio' && one.name === part.name));
  const next = all[at + 1];
  if (!next) return;
  standIn(next).focus();
}

/** Radios and boxes of the same question, in the order of the page. */
function choices(part) {
  const question = part.closest('fieldset');
  return question ? [...question.querySelectorAll(`input[type=${part.type}]`)].filter((one) => one.name === part.name && isSeen(one)) : [];
}

function choose(part, figure) {
  const one = choices(part)[figure - 1];
  if (!one) return false;
  one.focus();
  if (!(one.type === 'radio' && one.checked)) one.click();
  return true;
}

function pressed(form, event) {
  const part = event.target;
  const isChoice = part.matches('input[type=radio], input[type=checkbox]');
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey;
  if (isPlain && isChoice && /^[1-9]$/.test(event.key)) return choose(part, Number(event.key));
  // A line break in a text, and the press of a button, stay what they are.
  if (isPlain && event.key === 'Enter' && !event.shiftKey && part.matches('input:not([type=file]), select')) {
    moveOn(form, part);
    return true;
  }
  return false;
}

const MAIN = 'button.btn-primary:not([disabled])';
const SAVE = 'button[name=do][value=save], button[name=later]';

/** Alt+1…9: the parts of the page; Alt+N: one more row; Alt+S: the main button; Alt+L: save. */
function shortcut(form, event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return false;
  const key = event.code.replace(/^Key|^Digit/, '').toLowerCase();
  if (/^[1-9]$/.test(key)) {
    const title = form.querySelectorAll('h2, h3')[Number(key) - 1];
    const first = title && stops(form).find((part) => title.compareDocumentPosition(part) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!first) return false;
    standIn(first).focus();
    return true;
  }
  if (key === 'n') return addRow(form);
  const wanted = { s: MAIN, l: SAVE }[key];
  const button = wanted && [...form.querySelectorAll(wanted)].find(isSeen);
  button?.click();
  return Boolean(button);
}

/** One more row of the list that has the focus, else of the first one. */
function addRow(form) {
  const here = document.activeElement?.closest('[data-kind=rows]') ?? form.querySelector('[data-kind=rows]');
  const button = here?.querySelector('[data-add-row]:not([hidden])');
  button?.click();
  return Boolean(button);
}

/** The first place that must be mended, where the summary of errors leads to. */
function firstError() {
  const link = document.querySelector('.error-summary a[href^="#"]');
  const place = link && document.getElementById(link.hash.slice(1));
  const input = place?.matches('input, select, textarea') ? place : place?.querySelector('input:not([type=hidden]), select, textarea');
  if (input) standIn(input).focus();
}

export function start() {
  for (const form of document.querySelectorAll('form[data-quick]')) {
    if (form.dataset.quick === 'first-error') firstError();
    form.addEventListener('keydown', (event) => pressed(form, event) && event.preventDefault());
    document.addEventListener('keydown', (event) => {
      if (shortcut(form, event)) event.preventDefault();
    });
  }
}

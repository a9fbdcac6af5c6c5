/* Figures in groups while typing, the caret staying where it stands; a sum of money in words under it. */
import { formOf, languageOf } from './answers.js';
import { inWords } from './money_words.js';
import { grouped, wholeNumber } from './typed.js';

const LARGEST = 999_999_999_999_999;

/** Write `text` into the input with as many figures before the caret as there were. */
function write(input, text) {
  if (input.value === text) return;
  const before = input.value.slice(0, input.selectionStart).replace(/\D/g, '').length;
  input.value = text;
  let place = 0;
  for (let seen = 0; place < text.length && seen < before; place += 1) if (/\d/.test(text[place])) seen += 1;
  input.setSelectionRange(place, place);
}

function sayWords(input) {
  const place = input.closest('[data-key]')?.querySelector('[data-in-words]');
  if (!place) return;
  const amount = wholeNumber(input.value);
  const isSum = amount !== null && amount >= 0 && amount <= LARGEST;
  place.textContent = isSum ? inWords(amount, languageOf(input)) : '';
}

/** Only what is figures alone is put in groups: anything else stays for the server to explain. */
export function typed(input, event) {
  const kind = input.dataset.group;
  if (kind && !event?.isComposing && /^[\d\s.,]*$/.test(input.value)) {
    const isPlain = !/[.,]/.test(input.value) || wholeNumber(input.value) !== null || event?.inputType;
    if (isPlain) write(input, grouped(kind, input.value, languageOf(input)));
  }
  sayWords(input);
}

export function prepare(root) {
  root.querySelectorAll('[data-group]').forEach((input) => formOf(input) && sayWords(input));
}

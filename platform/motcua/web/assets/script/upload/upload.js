/* Places for files: what is chosen goes up at once, in parts, with its progress in words and as a bar. Without this script
   the same inputs send their files with the form. */
import { Refused, giveUp, send } from './sending.js';
import { forget, forgetUrl, known, note, unfinished } from './memory.js';
import { arrange } from './photos.js';

const areas = document.querySelectorAll('[data-upload-url]');
let queue = Promise.resolve();
let underway = 0;

const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (whole, fact) => facts[fact] ?? whole);
const percent = (received, size) => Math.floor((received / Math.max(size, 1)) * 100);

/** The size of a file as domain/papers/file_size.py says it. */
function sizeSaid(bytes) {
  const isSmall = bytes < 1024 * 1024 - 512;
  const size = isSmall ? Math.max(Math.floor(bytes / 1024 + 0.5), bytes ? 1 : 0) : Math.floor(bytes * 10 / 1024 / 1024 + 0.5) / 10;
  return `${size.toLocaleString(document.documentElement.lang)} ${isSmall ? 'kB' : 'MB'}`;
}

function element(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

function button(text, about, pressed) {
  const made = element('button', { type: 'button', class: 'btn btn-quiet btn-small' }, text);
  made.append(element('span', { class: 'visually-hidden' }, ` ${about}`));
  made.addEventListener('click', pressed);
  return made;
}

/** What an area says aloud; one region for all its places, for it must be there before it speaks. */
function region(area) {
  let found = area.querySelector(':scope > [data-upload-said]');
  if (!found) {
    found = element('p', { class: 'visually-hidden', role: 'status', 'data-upload-said': '' });
    area.append(found);
  }
  return found;
}

const placeOf = (spot) => ({ address: spot.closest('[data-upload-url]').dataset.uploadUrl, slot: spot.dataset.upload });
const wordsOf = (spot) => JSON.parse(spot.closest('[data-upload-url]').dataset.uploadWords);
const input = (spot) => spot.querySelector('input.file-input');
const most = (spot) => Number(spot.dataset.max || spot.closest('[data-upload-url]').dataset.uploadMost);

function listOf(spot) {
  let list = spot.querySelector(':scope [data-underway]');
  if (!list) {
    list = element('ul', { class: 'file-list', 'data-underway': '' });
    input(spot).before(list);
  }
  return list;
}

function showError(spot, text) {
  clearError(spot);
  const id = `${input(spot).id}-error`;
  input(spot).before(element('p', { class: 'field-error', id, 'data-upload-error': '' }, text));
  input(spot).setAttribute('aria-invalid', 'true');
  spot.classList.add('is-bad');
  region(spot.closest('[data-upload-url]')).textContent = text;
}

function clearError(spot) {
  spot.querySelectorAll('[data-upload-error], .field-error').forEach((one) => one.remove());
  input(spot).removeAttribute('aria-invalid');
  spot.classList.remove('is-bad');
}

/** What can be said before a byte is sent; the server looks again, and at the content. */
function unfit(spot, file, words) {
  const kinds = (spot.dataset.accept ?? '').split(',').filter(Boolean);
  const name = file.name;
  if (kinds.length && !kinds.some((kind) => name.toLowerCase().endsWith(kind))) {
    // A photograph of Apple's kind gets the server's longer advice.
    if (/\.hei[cf]$/i.test(name)) return '';
    return fill(words.not_taken, { name, kinds: kinds.map((kind) => kind.slice(1).toUpperCase()).join(', ') });
  }
  return file.size > most(spot) ? fill(words.too_large, { name, most: sizeSaid(most(spot)) }) : '';
}

function row(spot, file, words, stop, again) {
  const bar = element('progress', { max: '100', value: '0', 'aria-label': file.name });
  const said = element('span', { class: 'upload-said' }, file.name);
  const retry = button(words.again, file.name, () => again.now?.());
  retry.hidden = true;
  const made = element('li', { class: 'file upload-row' }, said, bar, retry, button(words.cancel, file.name, () => stop.abort()));
  listOf(spot).append(made);
  return {
    remove: () => made.remove(),
    show: (at) => {
      const facts = { name: file.name, percent: percent(at.received, file.size), done: sizeSaid(at.received), all: sizeSaid(file.size) };
      bar.value = facts.percent;
      const state = at.dropped ? words.dropped : at.received >= file.size ? words.checking : words.sending;
      said.textContent = fill(state, facts);
      retry.hidden = !at.dropped;
      return said.textContent;
    },
  };
}

async function take(spot, file) {
  const [words, place, area] = [wordsOf(spot), placeOf(spot), spot.closest('[data-upload-url]')];
  const [stop, again, say] = [new AbortController(), {}, (text) => { region(area).textContent = text; }];
  const shown = row(spot, file, words, stop, again);
  let quarter = -1;
  let url = '';
  try {
    const done = await send(file, place, known(file, place), stop.signal, again, (at) => {
      url = at.url ?? url;
      if (at.url) note(file, place, at);
      const text = shown.show(at);
      // Read aloud at each quarter and when the network goes, not at every part.
      const now = at.dropped ? -2 : Math.floor(percent(at.received, file.size) / 25);
      if (now !== quarter) say(text);
      quarter = now;
    });
    forget(file, place);
    await attached(spot, done);
    say(fill(words.done, { name: file.name }));
  } catch (problem) {
    forget(file, place);
    if (problem.name === 'AbortError') {
      if (url) giveUp(url);
      say(fill(words.cancelled, { name: file.name }));
    } else {
      const text = problem instanceof Refused && problem.message ? problem.message : fill(words.failed, { name: file.name });
      showError(spot, text);
    }
  } finally {
    shown.remove();
  }
}

/** A paper is drawn again by the server; the answer to a question is noted where the form sends it from. */
async function attached(spot, done) {
  if ('redraw' in spot.dataset) return redraw(spot);
  const name = input(spot).name.replace(/-upload$/, '');
  spot.querySelectorAll(':scope > input[type=hidden], :scope .file-list:not([data-underway])').forEach((one) => one.remove());
  const words = wordsOf(spot);
  const drop = element('button', { type: 'submit', class: 'btn btn-quiet btn-small', name: '_action', value: `drop:${spot.dataset.upload.replace(/^field:/, '')}`, formnovalidate: '' }, words.remove);
  drop.append(element('span', { class: 'visually-hidden' }, ` ${done.name}`));
  const kept = element('li', { class: 'file' }, element('span', { class: 'file-name' }, done.name, ' ', element('span', { class: 'file-size' }, sizeSaid(done.size))), drop);
  const hidden = element('input', { type: 'hidden', name, value: String(done.file) });
  spot.prepend(hidden, element('ul', { class: 'file-list' }, kept));
  hidden.dispatchEvent(new Event('input', { bubbles: true }));
  return undefined;
}

async function redraw(spot) {
  const answer = await fetch(location.pathname, { credentials: 'same-origin' });
  if (!answer.ok) { location.reload(); return; }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.getElementById(spot.id);
  if (!fresh) return;
  const going = spot.querySelector(':scope [data-underway]');
  spot.replaceChildren(...fresh.childNodes);
  if (going?.children.length > 1) input(spot).before(going);
  spot.classList.remove('is-bad');
  prepare(spot);
}

function chosen(spot, files) {
  const words = wordsOf(spot);
  clearError(spot);
  for (const file of files) {
    const problem = unfit(spot, file, words);
    if (problem) { showError(spot, problem); continue; }
    underway += 1;
    // One after the other: a weak line is not shared out among many.
    queue = queue.then(() => take(spot, file)).finally(() => { underway -= 1; }).catch(() => {});
  }
}

function remind(spot) {
  const [words, place] = [wordsOf(spot), placeOf(spot)];
  for (const one of unfinished(place)) {
    const facts = { name: one.name, percent: percent(one.received, one.size) };
    const line = element('li', { class: 'file upload-row' }, element('span', { class: 'upload-said' }, fill(words.unfinished, facts)));
    line.append(button(words.cancel, one.name, () => { giveUp(one.url); forgetUrl(one.url); line.remove(); input(spot).focus(); }));
    listOf(spot).append(line);
    spot.addEventListener('change', () => line.remove(), { once: true });
  }
}

/** Telephones: the camera at once, again and again, a picture each time. */
function camera(spot, pressed) {
  pressed.hidden = !matchMedia('(pointer: coarse)').matches;
  pressed.addEventListener('click', () => {
    const taken = element('input', { type: 'file', accept: 'image/*', capture: 'environment' });
    taken.addEventListener('change', () => chosen(spot, [...taken.files]));
    taken.click();
  });
}

function prepare(spot) {
  spot.querySelectorAll('[data-send]').forEach((one) => { one.hidden = true; });
  spot.querySelectorAll('[data-camera]').forEach((one) => camera(spot, one));
  spot.querySelectorAll('input[type=file]').forEach((one) => {
    const go = () => {
      const files = [...one.files];
      one.value = '';
      chosen(spot, files);
    };
    one.addEventListener('change', go);
    // Somebody was quicker than this script.
    if (one.files.length) go();
  });
  spot.querySelectorAll('[data-photos]').forEach((one) => arrange(one, wordsOf(spot), region(spot.closest('[data-upload-url]'))));
}

/** A form that is sent while files are on their way goes when they have come, and stays when one would not do. */
function later(area, event) {
  if (!underway) return;
  event.preventDefault();
  const { submitter, target } = event;
  delete target.dataset.sent;
  region(area).textContent = wordsOf(area.querySelector('[data-upload]')).wait;
  queue.then(() => {
    const wrong = target.querySelector('[data-upload-error]');
    if (wrong) { input(wrong.closest('[data-upload]')).focus(); return; }
    // The button may have been drawn again meanwhile.
    const again = submitter?.isConnected ? submitter : target.querySelector('[type=submit]:not([tabindex="-1"])');
    if (again) again.click(); else target.submit();
  });
}

for (const area of areas) {
  region(area);
  area.querySelectorAll('[data-upload]').forEach((spot) => { prepare(spot); remind(spot); });
  // Rows that are added later bring places of their own.
  area.addEventListener('motcua:added', (event) => event.target.querySelectorAll('[data-upload]').forEach(prepare));
  (area.closest('form') ?? area).addEventListener('submit', (event) => later(area, event));
}

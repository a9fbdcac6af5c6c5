/* The keyboard of a desk list: j and k move, x ticks, a ticks all, Enter opens the row's link, / goes to the search box.
   Keys act only outside of fields, and j, k, x, a only while nothing or the list itself has the focus. */

const CURSOR = 'is-cursor';
const SELECTED = 'is-selected';
const TICK = 'input[type="checkbox"]';

const list = document.querySelector('[data-work-list]');
const rows = () => [...(list?.querySelectorAll('[data-row]') ?? [])];
const current = () => rows().findIndex((row) => row.classList.contains(CURSOR));

const isField = (element) => element.matches('input:not([type="checkbox"]), select, textarea, [contenteditable]');
const isInReach = (element) => element === document.body || element.matches('main') || list?.contains(element);

function put(index) {
  const all = rows();
  if (!all.length) return;
  const row = all[Math.max(0, Math.min(index, all.length - 1))];
  row.querySelector('a[href]')?.focus();
  row.scrollIntoView({ block: 'nearest' });
}

function tick() {
  rows()[current()]?.querySelector(TICK)?.click();
}

function tickAll() {
  list?.querySelector('[data-tick-all]')?.click();
}

const KEYS = { j: () => put(current() + 1), k: () => put(current() - 1), x: tick, a: tickAll };

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
  const search = document.querySelector('[data-search]');
  if (event.key === '/' && search) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (KEYS[event.key] && isInReach(event.target)) {
    event.preventDefault();
    KEYS[event.key]();
  }
});

list?.addEventListener('focusin', (event) => {
  const row = event.target.closest('[data-row]');
  rows().forEach((other) => other.classList.toggle(CURSOR, other === row));
});

function showTicks() {
  rows().forEach((row) => row.classList.toggle(SELECTED, Boolean(row.querySelector(TICK)?.checked)));
  const count = rows().filter((row) => row.classList.contains(SELECTED)).length;
  document.querySelector('[data-bulk-bar]')?.classList.toggle('is-empty', count === 0);
  document.querySelectorAll('[data-ticked-count]').forEach((place) => (place.textContent = String(count)));
}

list?.addEventListener('change', (event) => {
  if (event.target.matches('[data-tick-all]')) {
    rows().forEach((row) => {
      const box = row.querySelector(TICK);
      if (box) box.checked = event.target.checked;
    });
  }
  showTicks();
});

showTicks();

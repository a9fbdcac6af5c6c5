/* Lines of business found by code or by words without diacritics; choosing one fills in its code and its name. */
import { scopeOf } from './answers.js';
import { combobox } from './combobox.js';

const WAIT = 150;

async function found(address, typed) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`);
  return answer.ok ? answer.json() : [];
}

function upgrade(question) {
  const input = question.querySelector('input[type=text]');
  const scope = scopeOf(question);
  const address = question.closest('[data-lines-url]').dataset.linesUrl;
  let timer = 0;
  const list = combobox(input, {
    label: question.querySelector('label')?.textContent.trim() ?? '',
    async look(typed) {
      window.clearTimeout(timer);
      if (!typed.trim()) { list.show([]); return; }
      timer = window.setTimeout(async () => {
        const lines = await found(address, typed).catch(() => []);
        if (input.value === typed && document.activeElement === input) {
          list.show(lines.map(([code, name]) => ({ value: code, text: `${code} – ${name}`, name })), true);
        }
      }, WAIT);
    },
    take(one) {
      input.value = one.value;
      const name = [...scope.querySelectorAll('[data-key=ten] input')].find((part) => scopeOf(part.closest('[data-key]')) === scope);
      if (name) name.value = one.name;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
  });
}

export const prepare = (root) =>
  root.querySelectorAll('[data-lines-url] [data-row] [data-key=ma]').forEach((question) => {
    const input = question.querySelector('input[type=text]');
    if (input && !input.hasAttribute('role')) upgrade(question);
  });

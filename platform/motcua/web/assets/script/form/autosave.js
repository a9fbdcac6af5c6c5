/* What is typed is saved a moment later, by the same door as the button "Lưu và tiếp tục" but without going on and
   without complaints. The place [data-saved] says when, or that the page must be looked at before it can be saved. */

const WAIT = 2500;

function body(form) {
  const data = new FormData(form);
  // Files go their own way; an autosave is small enough to be sent while the page closes.
  [...data.entries()].forEach(([name, value]) => value instanceof File && data.delete(name));
  data.append('_autosave', '1');
  return new URLSearchParams([...data.entries()]);
}

function keeper(form) {
  const place = form.querySelector('[data-saved]');
  let timer = 0;
  let isDirty = false;
  let isStopped = false;

  const tell = (words, isWarning = false) => {
    place.textContent = words;
    place.classList.toggle('is-warn', isWarning);
  };

  async function save(keepalive = false) {
    window.clearTimeout(timer);
    if (!isDirty || isStopped) return;
    isDirty = false;
    try {
      const answer = await fetch(form.action, {
        method: 'POST', body: body(form), headers: { Accept: 'application/json' }, keepalive,
      });
      hear(answer.status, await answer.json());
    } catch {
      isDirty = true;
      tell(place.dataset.offline, true);
    }
  }

  function hear(status, said) {
    if (status === 200) {
      form.elements._seen.value = said.seen;
      tell(said.words);
      return;
    }
    // Pressing the button shows the page that explains it, with everything typed; trying again would not help.
    isStopped = status === 400 || status === 401 || status === 403 || status === 409;
    isDirty = !isStopped;
    tell(said.error?.code === 'saved_elsewhere' ? said.error.message : place.dataset.refused, true);
  }

  function later() {
    isDirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, WAIT);
  }

  form.addEventListener('input', later);
  form.addEventListener('change', later);
  form.addEventListener('submit', () => { window.clearTimeout(timer); isDirty = false; });
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && save(true));
}

export const start = () => document.querySelectorAll('form[data-autosave]').forEach(keeper);

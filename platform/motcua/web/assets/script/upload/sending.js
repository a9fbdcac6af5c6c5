/* One file on its way: announced, then sent part by part from wherever the server says it stopped. */

const PATIENCE = [1, 2, 4, 8, 15];

/** The server's answer that the file will not do, or that the upload is over: asking again would not help. */
export class Refused extends Error {}

class Dropped extends Error {}

const token = () => document.querySelector('input[name="csrf_token"]')?.value ?? '';

async function ask(address, options, signal) {
  let answer;
  try {
    answer = await fetch(address, {
      ...options,
      signal,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', 'X-CSRFToken': token(), ...options.headers },
    });
  } catch (problem) {
    if (problem.name === 'AbortError') throw problem;
    throw new Dropped();
  }
  if (answer.status >= 500 || answer.status === 429) throw new Dropped();
  const body = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  const isOurs = answer.status === 204 || (!answer.redirected && Number.isInteger(body.received));
  if ((answer.ok || answer.status === 409) && isOurs) return body;
  throw new Refused(body.error?.message ?? '');
}

/** Waits a little longer each time, but no longer than until the network is back or somebody presses "again". */
function wait(tries, signal, again) {
  const seconds = PATIENCE[Math.min(tries, PATIENCE.length - 1)];
  return new Promise((go, stop) => {
    const timer = setTimeout(go, seconds * 1000);
    const now = () => { clearTimeout(timer); go(); };
    window.addEventListener('online', now, { once: true });
    again.now = now;
    signal.addEventListener('abort', () => { clearTimeout(timer); stop(new DOMException('', 'AbortError')); }, { once: true });
  });
}

const post = (address, body, signal) =>
  ask(address, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }, signal);

const patch = (at, file, signal) =>
  ask(at.url, {
    method: 'PATCH',
    body: file.slice(at.received, at.received + at.part),
    headers: { 'Upload-Offset': String(at.received), 'Content-Type': 'application/octet-stream' },
  }, signal);

/**
 * Sends `file` to `place` ({address, slot}); `begun` is the address of an upload of this file that was broken off.
 * Tells `tell` how far it is: {received, url, part} and `dropped: true` while there is no network. Gives the last answer.
 */
export async function send(file, place, begun, signal, again, tell) {
  let at = null;
  let tries = 0;
  for (;;) {
    try {
      if (at === null) at = begun ? await ask(begun, { method: 'GET' }, signal) : await announce(file, place, signal);
      tell(at);
      if (at.file) return at;
      const next = await patch(at, file, signal);
      at = { ...at, ...next };
      tries = 0;
      if (at.file) return at;
    } catch (problem) {
      if (problem instanceof Refused && begun && at === null) { begun = ''; continue; }
      if (!(problem instanceof Dropped)) throw problem;
      tell({ received: 0, ...at, dropped: true });
      await wait(tries, signal, again);
      tries += 1;
      // The part may have arrived although its answer did not: the server says where to go on from.
      if (at !== null) { begun = at.url; at = null; }
    }
  }
}

const announce = (file, place, signal) =>
  post(place.address, { name: file.name, size: file.size, slot: place.slot }, signal);

export const giveUp = (address) => ask(address, { method: 'DELETE' }).catch(() => {});

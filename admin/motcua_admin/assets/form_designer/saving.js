/* Autosave: a moment after each change the schema is sent with the revision that it was made from. */
import { h } from '../designer/dom.js';
import { t, timeOfDay } from '../designer/language.js';
import { send } from '../designer/saving.js';

const PAUSE = 1000;
const AGAIN = 15000;

export class Saver {
  /** `schema()` is the form as it stands; `heard(said)` gets the findings after each saving. */
  constructor(facts, schema, heard) {
    Object.assign(this, { facts, schema, heard, revision: facts.revision, line: document.querySelector('[data-saved]'), running: null });
    const saved = new Date(facts.savedAt);
    if (Date.now() - saved < 12 * 3600 * 1000) this.line.textContent = t('Lưu {at}', 'Saved {at}', { at: timeOfDay(saved) });
    window.addEventListener('online', () => this.isDirty && this.flush());
    window.addEventListener('beforeunload', (event) => this.isDirty && event.preventDefault());
  }

  changed() {
    if (this.isStopped) return;
    this.isDirty = true;
    this.tell('changed', t('Chưa lưu', 'Not saved'));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  tell(state, words) {
    this.line.dataset.state = state;
    this.line.textContent = words;
  }

  /** Saves what is not saved yet, and waits for it. */
  async flush() {
    clearTimeout(this.timer);
    await this.running;
    if (!this.isDirty || this.isStopped) return;
    this.running = this.save();
    await this.running;
    this.running = null;
  }

  async save() {
    this.isDirty = false;
    this.tell('saving', t('Đang lưu…', 'Saving…'));
    const sent = this.schema();
    const answer = await send(this.facts.urls.schema, 'PUT', JSON.stringify({ schema: sent, revision: this.revision }));
    const isJson = answer?.headers.get('Content-Type')?.startsWith('application/json');
    const said = isJson ? await answer.json() : {};
    if (answer?.ok) {
      this.revision = said.revision;
      if (!this.isDirty) this.tell('saved', t('Lưu {at}', 'Saved {at}', { at: timeOfDay(said.at) }));
      this.heard(said.findings);
      return;
    }
    this.isDirty = true;
    if (answer?.status === 409) {
      this.conflict(said.message, sent);
      return;
    }
    const words = answer ? said.error?.message ?? t('Chưa lưu được: hãy đăng nhập lại ở thẻ khác.', 'Not saved: sign in again in another tab.') : t('Mất kết nối, chưa lưu', 'No connection, not saved');
    this.tell(answer ? 'refused' : 'offline', words);
    this.timer = setTimeout(() => this.flush(), AGAIN);
  }

  /** Somebody else saved meanwhile: nothing is written over, and nothing of one's own is lost. */
  conflict(message, schema) {
    this.isStopped = true;
    this.isDirty = false;
    this.tell('conflict', t('Chưa lưu: người khác đã lưu bản mới hơn', 'Not saved: somebody else saved a newer one'));
    const answers = [
      [t('Tải lại bản mới', 'Load the newer one'), () => window.location.reload()],
      [t('Tải bản của tôi về máy', 'Download mine'), () => download(this.facts.key, schema)],
    ];
    const dialog = h('dialog', { class: 'designer-dialog', 'aria-labelledby': 'fd-dialog-title' },
      h('h2', { id: 'fd-dialog-title' }, t('Bản thảo đã được người khác lưu', 'Somebody else has saved this draft')), h('p', {}, message ?? ''),
      h('div', { class: 'designer-dialog-answers' }, answers.map(([words, act], place) => h('button', { type: 'button', class: place ? 'btn btn-secondary' : 'btn btn-primary', onclick: act }, words))));
    document.body.append(dialog);
    dialog.showModal();
  }
}

function download(key, schema) {
  const address = URL.createObjectURL(new Blob([JSON.stringify(schema, null, 2)], { type: 'application/json' }));
  h('a', { href: address, download: `${key}.schema.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/* Autosave: a moment after each change the drawing is sent with the revision it was made from. */
import { forget, keep } from './kept.js';

const PAUSE = 1200;
const AGAIN = 15000;

/** Sends JSON or XML to this host with the page's token; null when there is no answer to work with. */
export async function send(url, method, body, type = 'application/json') {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  try {
    return await fetch(url, { method, body, redirect: 'manual', headers: { 'Content-Type': type, Accept: 'application/json', 'X-CSRFToken': token } });
  } catch {
    return null;
  }
}

/** Saves one draft. `tell` hears: changed, saving, saved, offline, refused, conflict – with what the answer said. */
export class Saver {
  constructor(modeler, facts, tell) {
    Object.assign(this, { modeler, facts, tell, revision: facts.revision, timer: 0, running: null, isStopped: false });
    modeler.get('eventBus').on('commandStack.changed', () => this.changed());
    window.addEventListener('online', () => this.isDirty && this.flush());
    window.addEventListener('beforeunload', (event) => this.isDirty && event.preventDefault());
  }

  async changed() {
    if (this.isStopped) return;
    this.isDirty = true;
    this.tell('changed');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
    keep(this.facts.id, await this.xml(), this.revision);
  }

  async xml() {
    return (await this.modeler.saveXML({ format: true })).xml;
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
    this.tell('saving');
    const xml = await this.xml();
    const answer = await send(`${this.facts.urls.bpmn}?revision=${this.revision}`, 'PUT', xml, 'application/xml');
    if (answer?.ok) {
      const said = await answer.json();
      this.revision = said.revision;
      if (!this.isDirty) forget(this.facts.id);
      this.tell('saved', said);
      return;
    }
    keep(this.facts.id, xml, this.revision);
    this.isDirty = true;
    if (answer?.status === 409) {
      this.stop();
      this.tell('conflict', await answer.json());
      return;
    }
    const isJson = answer?.headers.get('Content-Type')?.startsWith('application/json');
    this.tell(answer ? 'refused' : 'offline', isJson ? (await answer.json()).error : null);
    this.timer = setTimeout(() => this.flush(), AGAIN);
  }

  /** Nothing is sent any more: another person's drawing must not be written over. */
  stop() {
    this.isStopped = true;
    this.isDirty = false;
    clearTimeout(this.timer);
  }
}

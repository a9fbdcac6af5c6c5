/* The designer's page: the drawing, its panel, what the check says, and saving. */
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { fit, openCanvas } from './canvas.js';
import { showCheck } from './check.js';
import { download, offerKept, tellConflict } from './dialogs.js';
import { h } from './dom.js';
import { fragments } from './fragments.js';
import { forget, kept } from './kept.js';
import { t, timeOfDay } from './language.js';
import { mark } from './marks.js';
import { Panel } from './panel.js';
import { Saver } from './saving.js';

const FONT = '12px "Be Vietnam Pro"';

/** Opens the draft that the page is about. */
export async function openDesigner(root) {
  const facts = JSON.parse(root.dataset.facts);
  // Names are broken into lines by their width, so the font must be there before anything is drawn.
  const [answer] = await Promise.all([fetch(facts.urls.bpmn), document.fonts.load(FONT, 'Bước ế')]);
  const xml = await answer.text();
  const modeler = await openCanvas(root.querySelector('[data-canvas]'), xml, facts.readOnly).catch(() => null);
  if (!modeler) {
    tellUnread(root, facts, xml);
    return;
  }
  const page = new Designer(root, facts, modeler);
  await page.check();
  fit(modeler);
  // The page of approval leads here to the first error.
  if (window.location.hash) page.select(decodeURIComponent(window.location.hash.slice(1)));
  page.offerKept(xml);
  root.dataset.ready = 'yes';
}

/** A file without a drawing, or one that is no process: what is wrong is still said below. */
async function tellUnread(root, facts, xml) {
  const line = root.querySelector('[data-said]');
  line.append(t('Không mở được bản vẽ: tệp không có hình vẽ của quy trình. ', 'The drawing cannot be opened: the file holds none of a process. '), h('button', {
    type: 'button', class: 'btn btn-link', onclick: () => download(facts, xml),
  }, t('Tải tệp về máy', 'Download the file')));
  line.hidden = false;
  const answer = await fetch(facts.urls.check);
  if (answer.ok) showCheck(root.querySelector('[data-check]'), await answer.json(), () => {});
}

class Designer {
  constructor(root, facts, modeler) {
    Object.assign(this, { root, facts, modeler, isInvalid: false });
    facts.laneName = (element) => laneName(element);
    facts.saved = () => this.saver?.flush();
    this.jump = (id) => this.select(id);
    this.panel = new Panel(modeler, root.querySelector('[data-panel]'), facts, this.jump);
    if (!facts.readOnly) this.saver = new Saver(modeler, facts, (state, said) => this.hear(state, said));
    this.listen();
    this.tellSaved();
    if (modeler.unread?.length) this.say(t('Có {n} chỗ trong tệp không đọc được.', '{n} places of the file could not be read.', { n: modeler.unread.length }));
  }

  listen() {
    const canvas = this.root.querySelector('[data-canvas]');
    canvas.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target.closest('.djs-direct-editing-parent, .djs-popup, .djs-palette, .djs-search-container')) return;
      event.preventDefault();
      this.panel.enter();
    });
    const tools = {
      undo: () => this.modeler.get('commandStack').undo(), redo: () => this.modeler.get('commandStack').redo(),
      fit: () => fit(this.modeler), 'zoom-in': () => this.modeler.get('zoomScroll').stepZoom(1), 'zoom-out': () => this.modeler.get('zoomScroll').stepZoom(-1),
    };
    this.root.querySelectorAll('[data-tool]').forEach((button) => button.addEventListener('click', () => tools[button.dataset.tool]()));
    this.listFragments();
    const submit = document.querySelector('[data-submit-draft]');
    submit?.addEventListener('click', (event) => this.submit(event));
    // Elsewhere is gone to only when everything is saved.
    document.querySelectorAll('[data-draft-tab], [data-submit-draft]').forEach((link) => link.addEventListener('click', (event) => this.leave(event, link)));
  }

  /** Of what was saved today the time is enough. */
  tellSaved() {
    const saved = new Date(this.facts.savedAt);
    if (Date.now() - saved < 12 * 3600 * 1000) document.querySelector('[data-saved]').textContent = t('Lưu {at}', 'Saved {at}', { at: timeOfDay(saved) });
  }

  listFragments() {
    const list = this.root.querySelector('[data-fragments]');
    list?.append(...Object.entries(fragments).map(([key, { name }]) => h('li', {}, h('button', {
      type: 'button', class: 'btn btn-link', onclick: () => {
        this.modeler.get('placing').fragment(key);
        list.closest('details').removeAttribute('open');
      },
    }, name))));
  }

  async leave(event, link) {
    if (event.defaultPrevented || !this.saver?.isDirty) return;
    event.preventDefault();
    await this.saver.flush();
    window.location.assign(link.href);
  }

  /** An open error leads to its place, not to the approval. */
  submit(event) {
    const [first] = this.examined?.findings.filter((finding) => finding.severity === 'error') ?? [];
    if (!first) return;
    event.preventDefault();
    this.say(t('Còn lỗi nên chưa gửi được: {message}', 'There are errors, so it cannot be sent: {message}', { message: first.message }));
    this.select(first.element);
  }

  async check() {
    const answer = await fetch(this.facts.urls.check);
    if (answer.ok) this.examine(await answer.json());
  }

  examine(examined) {
    this.examined = examined;
    this.panel.examined = examined;
    mark(this.modeler, examined, this.jump);
    showCheck(this.root.querySelector('[data-check]'), examined, this.jump);
    this.panel.show();
  }

  hear(state, said) {
    const words = {
      changed: t('Chưa lưu', 'Not saved'), saving: t('Đang lưu…', 'Saving…'),
      saved: said?.at ? t('Lưu {at}', 'Saved {at}', { at: timeOfDay(said.at) }) : '',
      offline: t('Mất kết nối: bản vẽ được giữ trên máy này', 'No connection: kept on this machine'),
      refused: said?.message ?? t('Chưa lưu được: hãy đăng nhập lại ở thẻ khác. Bản vẽ được giữ trên máy này.', 'Not saved: sign in again in another tab. Kept on this machine.'),
      conflict: t('Chưa lưu: người khác đã lưu bản mới hơn', 'Not saved: somebody else saved a newer one'),
    };
    const line = document.querySelector('[data-saved]');
    line.textContent = words[state];
    line.dataset.state = state;
    if (state === 'saved') this.examine(said);
    if (state === 'conflict') this.saver.xml().then((xml) => tellConflict(this.facts, xml, said));
  }

  offerKept(xml) {
    const left = kept(this.facts.id);
    if (left?.xml === xml) forget(this.facts.id);
    if (!left || left.xml === xml || this.facts.readOnly) return;
    if (left.revision === this.facts.revision) {
      offerKept(this.facts, left, async () => {
        await this.modeler.importXML(left.xml);
        fit(this.modeler);
        this.saver.changed();
      });
      return;
    }
    tellConflict(this.facts, left.xml, { message: t('Bản vẽ chưa lưu lúc {at} được vẽ trên bản cũ hơn.', 'The drawing of {at} was made from an older state.', { at: timeOfDay(left.at) }) });
  }

  select(id) {
    const registry = this.modeler.get('elementRegistry');
    const element = registry.get(id) ?? registry.get(id.split('.')[0]);
    if (!element || !element.parent) {
      this.modeler.get('selection').select(null);
      return;
    }
    this.modeler.get('canvas').scrollToElement(element, 80);
    this.modeler.get('selection').select(element);
    this.panel.enter();
  }

  say(words) {
    const line = this.root.querySelector('[data-said]');
    line.textContent = words;
    line.hidden = false;
  }
}

/** What a step says that names no position of its own: its lane's. */
function laneName(element) {
  const lane = element.businessObject.get('lanes')?.[0];
  return lane ? t('Theo làn: {name}', 'As its lane: {name}', { name: lane.name || lane.id }) : t('Chưa chọn', 'Not chosen');
}

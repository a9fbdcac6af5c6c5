/* The right column: the first page as it is printed, drawn anew a moment after each change. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { send } from '../designer/saving.js';

const PAUSE = 600;

export class SlipPreview {
  constructor(box, app) {
    Object.assign(this, { app, language: 'vi', code: '' });
    this.line = h('p', { class: 'slip-preview-said', role: 'status' });
    this.image = h('img', { alt: t('Trang đầu của phiếu', 'First page of the slip'), hidden: true });
    this.sheet = h('div', { class: 'slip-sheet' }, this.image);
    box.append(h('h2', {}, t('Xem thử', 'Preview')), this.tools(), this.line, this.sheet);
    this.show();
  }

  tools() {
    const language = h('select', { class: 'form-select', id: 'slip-language', name: 'preview.language', onchange: (event) => this.set({ language: event.target.value }) },
      h('option', { value: 'vi' }, 'Tiếng Việt'), h('option', { value: 'en' }, 'English'));
    const parts = [h('span', {}, h('label', { for: 'slip-language' }, t('Ngôn ngữ', 'Language')), language)];
    if (this.app.facts.ofDossier) {
      const code = h('input', { class: 'form-control', id: 'slip-code', name: 'preview.code', maxlength: 60, autocomplete: 'off', placeholder: t('Dữ liệu mẫu', 'Samples') });
      parts.push(h('form', { onsubmit: (event) => { event.preventDefault(); this.set({ code: code.value.trim() }); } },
        h('label', { for: 'slip-code' }, t('Mã hồ sơ', 'Dossier code')), h('span', { class: 'slip-code' }, code, h('button', { type: 'submit', class: 'btn btn-secondary btn-small' }, t('Xem', 'Show')))));
    }
    return h('div', { class: 'slip-preview-tools' }, parts);
  }

  set(changes) {
    Object.assign(this, changes);
    this.show();
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.show(), PAUSE);
  }

  /** One at a time: what changes while a page is being drawn is drawn after it. */
  async show() {
    if (this.isBusy) {
      this.isLate = true;
      return;
    }
    this.isBusy = true;
    this.sheet.setAttribute('aria-busy', 'true');
    const answer = await send(this.app.facts.urls.preview, 'POST', JSON.stringify({ template: this.app.template, language: this.language, code: this.code }));
    await this.take(answer);
    this.isBusy = false;
    this.sheet.removeAttribute('aria-busy');
    if (!this.isLate) return;
    this.isLate = false;
    this.show();
  }

  async take(answer) {
    const type = answer?.headers.get('Content-Type') ?? '';
    if (answer?.ok && type.startsWith('image/')) {
      const address = URL.createObjectURL(await answer.blob());
      const before = this.image.src;
      this.image.src = address;
      this.image.hidden = false;
      if (before) URL.revokeObjectURL(before);
      this.tell('');
      return;
    }
    const said = type.startsWith('application/json') ? await answer.json() : {};
    const words = said.message ?? said.error?.message;
    this.tell(answer ? words ?? t('Chưa vẽ được. Hãy đăng nhập lại ở thẻ khác.', 'Not drawn. Sign in again in another tab.') : t('Mất kết nối, chưa vẽ được.', 'No connection, not drawn.'));
  }

  /** A picture that is not of what stands now is dimmed. */
  tell(words) {
    this.line.textContent = words;
    this.sheet.classList.toggle('is-old', Boolean(words));
  }
}

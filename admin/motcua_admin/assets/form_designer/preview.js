/* The form as the real renderer draws it, in a frame beside: what stands in the designer now, saved or not. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { icon } from './icons.js';

const PAUSE = 500;

export class Preview {
  constructor(box, app) {
    Object.assign(this, { box, app, width: 'phone', language: 'vi', layout: '', section: '' });
    // Our own page under our own policy; scripts make its conditions react. It may lead nowhere else.
    this.frame = h('iframe', { name: 'fd-frame', title: t('Tờ khai như người dân thấy', 'The form as people see it'), sandbox: 'allow-scripts allow-forms allow-same-origin' });
    this.tools = h('div', { class: 'fd-preview-tools' });
    box.append(this.tools, h('div', { class: 'fd-frame', 'data-width': 'phone' }, this.frame));
    this.drawTools();
  }

  drawTools() {
    const toggle = (name, value, words, sign) => h('button', {
      type: 'button', class: 'btn btn-secondary btn-small', name: `preview.${value || 'pages'}`, 'aria-pressed': String(this[name] === value), onclick: () => this.set(name, value),
    }, sign ? icon(sign) : null, ` ${words}`);
    const sections = this.app.schema['x-sections'] ?? [];
    const isPaged = this.layout !== 'one' && sections.length > 1;
    this.tools.replaceChildren(...[
      h('span', { role: 'group', 'aria-label': t('Bề rộng', 'Width') }, toggle('width', 'phone', t('Điện thoại', 'Phone'), 'phone'), toggle('width', 'desktop', t('Máy tính', 'Desktop'), 'display')),
      h('span', { role: 'group', 'aria-label': t('Ngôn ngữ', 'Language') }, toggle('language', 'vi', 'Tiếng Việt'), toggle('language', 'en', 'English')),
      h('span', { role: 'group', 'aria-label': t('Cách trình bày', 'Layout') }, toggle('layout', '', t('Như biểu mẫu', 'As the form')), toggle('layout', 'one', t('Một trang', 'One page'))),
      isPaged ? h('select', { class: 'form-select', name: 'preview.section', 'aria-label': t('Phần', 'Section'), onchange: (event) => this.set('section', event.target.value) },
        sections.map((one, index) => h('option', { value: one.key, selected: one.key === this.section }, `${index + 1}. ${one.title ?? ''}`))) : null,
      h('button', { type: 'button', class: 'btn btn-secondary btn-small', name: 'preview.sample', onclick: () => this.show('sample') }, t('Điền dữ liệu mẫu', 'Fill in sample data')),
    ].filter(Boolean));
  }

  set(name, value) {
    this[name] = value;
    this.box.querySelector('.fd-frame').dataset.width = this.width;
    const active = document.activeElement?.name;
    this.drawTools();
    if (active) this.tools.querySelector(`[name="${CSS.escape(active)}"]`)?.focus();
    if (name !== 'width') this.show(this.isSample ? 'sample' : 'show');
  }

  get isOpen() {
    return !this.box.hidden;
  }

  toggle() {
    this.box.hidden = !this.box.hidden;
    if (this.isOpen) {
      this.drawTools();
      this.show();
    }
    return this.isOpen;
  }

  changed() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.drawTools();
      this.show(this.isSample ? 'sample' : 'show');
    }, PAUSE);
  }

  /** Sends the schema as it stands to the frame. */
  show(deed = 'show') {
    this.isSample = deed === 'sample';
    const values = {
      csrf_token: document.querySelector('meta[name="csrf-token"]').content, _schema: JSON.stringify(this.app.schema), _language: this.language,
      _layout: this.layout, _section: this.section, _do: deed,
    };
    const form = h('form', { method: 'post', action: this.app.facts.urls.preview, target: 'fd-frame', hidden: true },
      Object.entries(values).map(([name, value]) => {
        const input = h('input', { type: 'hidden', name });
        input.value = value;
        return input;
      }));
    document.body.append(form);
    form.submit();
    form.remove();
  }
}

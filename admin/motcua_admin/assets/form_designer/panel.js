/* The right column: what the selected question, section or form says, in labelled fields. */
import { h } from '../designer/dom.js';
import { textField, tickField } from '../designer/fields.js';
import { t } from '../designer/language.js';
import { SidePanel } from '../designer/side_panel.js';
import { renameField, setEnglish, setLabel, setWord } from './edits.js';
import { isKey } from './keys.js';
import { isByHand, kindOf, nameOfKind } from './kinds.js';
import { askedFields } from './panel_asked.js';
import { choiceFields } from './panel_choices.js';
import { formFields, sectionFields } from './panel_form.js';
import { jsonField } from './panel_json.js';
import { limitFields, ownFields } from './panel_kind.js';
import { at, placeOf, pointerOf, resolved } from './schema.js';

export class Panel extends SidePanel {
  parts() {
    const { selected } = this.app;
    if (selected.kind === 'field') return this.ofField(selected.path);
    return selected.kind === 'section' ? sectionFields(this.app, selected.index) : formFields(this.app, this);
  }

  ofField(path) {
    const { app } = this;
    const own = at(app.schema, path);
    if (own === undefined) return [];
    const node = resolved(app.schema, own);
    const kind = kindOf(node);
    const about = { app, path, own, node, kind, word: (word, value) => app.edit((schema) => setWord(schema, path, word, value), `${pointerOf(path)}.${word}`) };
    const byHand = isByHand(own);
    return [
      h('header', { class: 'panel-head' }, h('h2', {}, byHand ? t('Viết tay', 'By hand') : nameOfKind(app.facts.palette, kind)), h('code', {}, placeOf(path).key)),
      ...app.findingsOf(path).map((one) => h('p', { class: one.severity === 'error' ? 'panel-problem' : 'panel-note' }, one.message)),
      byHand ? h('p', { class: 'panel-help' }, t('Câu hỏi này có từ khóa mà trang thiết kế không vẽ được. Mọi từ khóa được giữ nguyên; sửa chúng ở phần lược đồ bên dưới.', 'This question uses words that cannot be drawn here. They are all kept; change them in the schema below.')) : null,
      ...this.words(about),
      ...choiceFields(about),
      ...(kind === 'note' ? [] : askedFields(about)),
      ...ownFields(about),
      this.part('limits', t('Giới hạn', 'Limits'), limitFields(about)),
      this.part('more', t('Mã, dữ liệu cá nhân, điền sẵn', 'Key, personal data, prefill'), this.more(about)),
      this.part('json', t('Lược đồ (JSON)', 'Schema (JSON)'), [jsonField(app, path)], byHand),
    ];
  }

  words({ app, path, node, kind, word }) {
    const english = (name) => (value) => app.edit((schema) => setEnglish(schema, path, name, value), `${pointerOf(path)}.en.${name}`);
    const label = (value) => app.edit((schema) => setLabel(schema, path, value, !app.isPublished(path)), '');
    const en = node['x-en'] ?? {};
    return [
      textField({ name: 'title', label: t('Nhãn', 'Label'), value: node.title, long: true, write: label }),
      textField({ name: 'title-en', label: t('Nhãn tiếng Anh', 'English label'), value: en.title, write: english('title') }),
      kind === 'declaration' ? textField({ name: 'text', label: t('Lời cam đoan', 'Text of the declaration'), value: node['x-text'], long: true, write: (value) => word('x-text', value) }) : null,
      kind === 'declaration' ? textField({ name: 'text-en', label: t('Lời cam đoan bằng tiếng Anh', 'English text of the declaration'), value: en.text, long: true, write: english('text') }) : null,
      textField({ name: 'help', label: t('Hướng dẫn', 'Help'), value: node.description, long: true, write: (value) => word('description', value) }),
      textField({ name: 'help-en', label: t('Hướng dẫn tiếng Anh', 'English help'), value: en.description, long: true, write: english('description') }),
    ];
  }

  more({ app, path, node, kind, word }) {
    const { key } = placeOf(path);
    const isFree = !app.isPublished(path);
    const sources = [...app.facts.sources, ...app.facts.papers.map((one) => ({ key: `paper.${one.key}`, name: t('Giấy tờ đã nộp: {name}', 'Stored paper: {name}', { name: one.name }) }))];
    return [
      textField({
        name: 'key', label: t('Mã của câu hỏi', 'Key'), value: key, attributes: { maxlength: 60, readonly: !isFree },
        help: isFree ? t('Chữ thường không dấu, số, gạch dưới. Không đổi được sau khi công bố.', 'Lower-case letters, digits, underscores. Fixed once published.') : t('Đã công bố nên không đổi được: hồ sơ và quy trình gọi câu hỏi bằng mã này.', 'Published, so it is fixed: dossiers and processes call the question by it.'),
        write: (value) => (isFree && isKey(value) ? app.edit((schema) => renameField(schema, path, value)) : this.show()),
      }),
      kind === 'note' ? null : tickField({ name: 'personal', label: t('Dữ liệu cá nhân', 'Personal data'), value: node['x-personal'], write: (is) => word('x-personal', is || undefined) }),
      ['note', 'computed', 'declaration', 'file'].includes(kind) ? null : tickField({ name: 'read-only', label: t('Chỉ đọc', 'Read-only'), value: node.readOnly, write: (is) => word('readOnly', is || undefined) }),
      ['note', 'computed', 'declaration', 'file'].includes(kind) ? null : this.sourceField(node, sources, word),
      node['x-shared'] ? h('p', { class: 'panel-help' }, t('Theo trường dùng chung “{name}”: những chỗ không sửa ở đây đi theo thư viện khi công bố lại.', 'Follows the shared field “{name}”: what is not changed here follows the library.', { name: node['x-shared'] })) : null,
      node['x-shared'] ? h('button', { type: 'button', class: 'btn btn-link', name: 'unshare', onclick: () => app.edit((schema) => setWord(setWord(schema, path, 'x-shared', ''), path, 'x-shared-number', '')) }, t('Tách khỏi trường dùng chung', 'Detach from the shared field')) : null,
    ];
  }

  sourceField(node, sources, word) {
    const id = 'fd-source';
    const known = sources.some((one) => one.key === node['x-source']) || !node['x-source'];
    const options = [{ key: '', name: t('Không điền sẵn', 'Not filled in') }, ...sources, ...(known ? [] : [{ key: node['x-source'], name: node['x-source'] }])];
    return h('div', { class: 'panel-field' }, h('label', { for: id }, t('Điền sẵn từ', 'Filled in from')),
      h('select', { id, name: 'source', class: 'form-select', onchange: (event) => word('x-source', event.target.value) },
        options.map((one) => h('option', { value: one.key, selected: one.key === (node['x-source'] ?? '') }, one.name))));
  }
}

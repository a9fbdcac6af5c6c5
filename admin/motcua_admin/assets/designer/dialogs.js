/* Questions that a person must answer before drawing on: a conflict, a drawing left on this machine. */
import { h } from './dom.js';
import { forget } from './kept.js';
import { t, timeOfDay } from './language.js';
import { send } from './saving.js';

/** Somebody else has saved meanwhile: nothing of one's own drawing is lost. */
export function tellConflict(facts, xml, { message }) {
  ask(t('Bản thảo đã được người khác lưu', 'Somebody else has saved this draft'), [
    message,
    t('Bản vẽ của bạn vẫn còn trên máy này. Chọn một cách:', 'Your drawing is kept on this machine. Choose:'),
  ], [
    [t('Lưu thành bản thảo riêng', 'Save as a draft of my own'), () => saveCopy(facts, xml)],
    [t('Tải bản vẽ của tôi về máy', 'Download my drawing'), () => download(facts, xml)],
    [t('Bỏ bản của tôi, mở bản mới nhất', 'Drop mine, open the newest'), () => {
      forget(facts.id);
      window.location.reload();
    }],
  ]);
}

/** A drawing that was not saved the last time: it is taken up again, or thrown away. */
export function offerKept(facts, kept, restore) {
  ask(t('Còn bản vẽ chưa lưu', 'A drawing was not saved'), [
    t('Trên máy này còn bản vẽ chưa lưu lúc {at}.', 'On this machine a drawing of {at} was not saved.', { at: timeOfDay(kept.at) }),
  ], [
    [t('Mở lại bản vẽ đó', 'Take it up again'), (dialog) => {
      dialog.close();
      restore();
    }],
    [t('Tải về máy', 'Download it'), () => download(facts, kept.xml)],
    [t('Bỏ bản vẽ đó', 'Throw it away'), (dialog) => {
      forget(facts.id);
      dialog.close();
    }],
  ]);
}

function ask(title, lines, answers) {
  const dialog = h('dialog', { class: 'designer-dialog', 'aria-labelledby': 'designer-dialog-title' },
    h('h2', { id: 'designer-dialog-title' }, title),
    lines.filter(Boolean).map((line) => h('p', {}, line)),
    h('div', { class: 'designer-dialog-answers' }, answers.map(([words, act], place) => h('button', {
      type: 'button', class: place ? 'btn btn-secondary' : 'btn btn-primary', onclick: () => act(dialog),
    }, words))));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

async function saveCopy(facts, xml) {
  const answer = await send(facts.urls.copy, 'POST', xml, 'application/xml');
  if (!answer?.ok) {
    download(facts, xml);
    return;
  }
  forget(facts.id);
  window.location.assign((await answer.json()).url);
}

/** The drawing as a file on the person's machine. */
export function download(facts, xml) {
  const address = URL.createObjectURL(new Blob([xml], { type: 'application/xml' }));
  h('a', { href: address, download: `${facts.code || 'quy-trinh'}.bpmn` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

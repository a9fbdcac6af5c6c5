/* What is wrong with the form: counts, and a list that leads to each place. */
import { h } from '../designer/dom.js';
import { t } from '../designer/language.js';
import { icon } from './icons.js';

const SIGNS = { error: 'exclamation-octagon-fill', warning: 'exclamation-triangle-fill' };

export function showFindings(box, findings, jump) {
  const count = (severity) => findings.filter((one) => one.severity === severity).length;
  const words = findings.length
    ? t('{errors} chỗ phải sửa, {warnings} chỗ nên xem', '{errors} to mend, {warnings} to look at', { errors: count('error'), warnings: count('warning') })
    : t('Không có gì phải sửa', 'Nothing to mend');
  const wasOpen = box.querySelector('details')?.open ?? false;
  const summary = h('summary', { class: count('error') ? 'is-error' : '' }, icon(findings.length ? SIGNS[count('error') ? 'error' : 'warning'] : 'check-circle-fill'), ` ${words}`);
  box.replaceChildren(h('details', { open: wasOpen }, summary, h('ol', {}, findings.map((one) => h('li', { class: `is-${one.severity}` },
    icon(SIGNS[one.severity]), h('button', { type: 'button', class: 'btn btn-link', onclick: () => jump(one.pointer) },
      h('b', {}, one.severity === 'error' ? t('Phải sửa.', 'Mend.') : t('Nên xem.', 'Look.')), ` ${one.message}`))))));
}

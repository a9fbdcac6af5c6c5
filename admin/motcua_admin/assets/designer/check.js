/* Below the drawing: the longest way to scale against the legal limit, and the list of what is wrong. */
import { h, icon } from './dom.js';
import { hours, t, working } from './language.js';
import { runningTotals } from './marks.js';

const SIGNS = { error: 'exclamation-octagon-fill', warning: 'exclamation-triangle-fill' };
const WORDS = { error: t('Lỗi.', 'Error.'), warning: t('Nhắc.', 'Note.') };
const NARROW = 0.08;
const WIDE = 0.25;

/** Shows an examination in `box`; `jump` leads to an element. */
export function showCheck(box, examined, jump) {
  box.replaceChildren(ruler(examined, jump), list(examined, jump));
}

function ruler(examined, jump) {
  const { longest, limit, total } = examined;
  const numbers = new Map(examined.steps.map((step, place) => [step.id, place + 1]));
  const end = Math.max(total, limit ?? 0) * 1.04 || 1;
  const sums = runningTotals(examined);
  const scale = (part, seconds) => {
    part.style.width = `${(seconds / end) * 100}%`;
    return part;
  };
  const parts = longest.filter(([, seconds]) => seconds).map(([id, seconds]) => {
    const number = numbers.get(id) ?? '';
    const name = examined.names[id] || id;
    const isWide = seconds / end > NARROW;
    const isOver = limit !== null && sums.get(id) > limit;
    return scale(h('button', {
      type: 'button', class: isOver ? 'designer-part is-over' : 'designer-part', onclick: () => jump(id),
      title: `${name}: ${working(seconds)}`,
    }, label(number, name, seconds, isWide, seconds / end > WIDE)), seconds);
  });
  const bar = h('div', { class: 'designer-ruler-bar' }, parts);
  const line = limit === null ? null : h('div', { class: total > limit ? 'designer-limit is-over' : 'designer-limit' });
  if (line) line.style.left = `${(limit / end) * 100}%`;
  return h('section', { class: 'designer-ruler', 'aria-label': t('Thời gian của đường dài nhất', 'Time of the longest way') },
    h('p', { class: total > (limit ?? Infinity) ? 'is-over' : '' }, summary(total, limit)),
    h('div', { class: 'designer-ruler-scale' }, bar, line),
    h('div', { class: 'designer-ticks', 'aria-hidden': 'true' }, ticks(end)));
}

/** As much as there is room for: the number of the step, its time, its name. */
function label(number, name, seconds, hasTime, hasName) {
  if (hasName) return [number, `${name} ${working(seconds)}`].filter(Boolean).join(' · ');
  return hasTime ? [number, working(seconds)].filter(Boolean).join(' · ') : (number || '…');
}

function summary(total, limit) {
  if (limit === null) return t('Đường dài nhất: {total}. Thủ tục chưa có thời hạn.', 'Longest way: {total}. The procedure has no limit.', { total: working(total) });
  const values = { total: working(total), limit: working(limit), over: working(Math.abs(total - limit)) };
  if (total > limit) return t('Đường dài nhất {total}, vượt hạn {limit} là {over}', 'Longest way {total}, over the limit of {limit} by {over}', values);
  return t('Đường dài nhất {total} trên hạn {limit}, còn {over}', 'Longest way {total} of a limit of {limit}, {over} left', values);
}

function ticks(end) {
  const step = [1, 2, 4, 8, 16, 24, 40, 80, 160, 320, 640].find((one) => end / 3600 / one <= 9) ?? 1280;
  const found = [];
  for (let at = 0; at * 3600 <= end; at += step) {
    const tick = h('span', {}, hours(at * 3600));
    tick.style.left = `${((at * 3600) / end) * 100}%`;
    found.push(tick);
  }
  return found;
}

function list({ findings }, jump) {
  if (!findings.length) {
    return h('p', { class: 'designer-clean', role: 'status' }, icon('check-circle-fill'), t('Không có lỗi.', 'Nothing is wrong.'));
  }
  const sorted = [...findings].sort((one, other) => (one.severity > other.severity) - (one.severity < other.severity));
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const head = t('{errors} lỗi, {notes} nhắc', '{errors} errors, {notes} notes', { errors, notes: findings.length - errors });
  return h('section', { class: 'designer-findings', 'aria-label': t('Kết quả kiểm tra', 'What the check says') },
    h('h2', { role: 'status' }, head),
    h('ol', {}, sorted.map((finding) => h('li', { class: `is-${finding.severity}` },
      icon(SIGNS[finding.severity]),
      h('p', {}, h('b', {}, WORDS[finding.severity]), ` ${finding.message}`),
      finding.element ? h('button', { type: 'button', class: 'btn btn-link', onclick: () => jump(finding.element) },
        t('Đến {name}', 'Go to {name}', { name: finding.name || finding.element })) : null))));
}

/* Words for people in the page's language, and working time as it is said. */

export const isEnglish = document.documentElement.lang === 'en';

/** One of two sentences that stand side by side, with {names} filled in. */
export function t(vi, en, values = {}) {
  return (isEnglish ? en : vi).replace(/{(\w+)}/g, (_, name) => values[name] ?? '');
}

const number = new Intl.NumberFormat(isEnglish ? 'en-US' : 'vi-VN', { maximumFractionDigits: 2 });

/** Working seconds in hours and minutes: "3 giờ 30 phút". */
export function working(seconds) {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.round((seconds % 3600) / 60);
  const parts = [];
  if (hours || !minutes) parts.push(t('{n} giờ', '{n} h', { n: number.format(hours) }));
  if (minutes) parts.push(t('{n} phút', '{n} min', { n: minutes }));
  return parts.join(' ');
}

/** Hours alone, for running totals: 42, 3,5. */
export const hours = (seconds) => number.format(Math.round(seconds / 36) / 100);

const clock = new Intl.DateTimeFormat(isEnglish ? 'en-GB' : 'vi-VN', {
  hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Ho_Chi_Minh',
});

/** The time of day in Vietnam. */
export const timeOfDay = (instant) => clock.format(new Date(instant));

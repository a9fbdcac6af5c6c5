/* The names of questions and answers: made of their labels, without diacritics. */

const LONGEST = 60;

/** "Họ và tên" → "ho_va_ten"; what has no letter gets `otherwise`. */
export function keyOf(label, otherwise = 'muc') {
  const bare = label.replace(/[đĐ]/g, 'd').normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const key = bare.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 40).replace(/_+$/, '');
  if (!key) return otherwise;
  return /^[a-z]/.test(key) ? key : `${otherwise}_${key}`;
}

/** The key, or the key with the first number that nobody has. */
export function unused(key, taken) {
  if (!taken.includes(key)) return key;
  for (let number = 2; ; number += 1) {
    const tried = `${key.slice(0, LONGEST - 4)}_${number}`;
    if (!taken.includes(tried)) return tried;
  }
}

export const isKey = (key) => /^[a-z][a-z0-9_]{0,59}$/.test(key);

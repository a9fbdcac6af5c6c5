/* What is typed for numbers, money and days, read and written as the server does. */

const digits = (text) => text.replace(/\D/g, '');

export function wholeNumber(typed) {
  const packed = typed.replace(/\s/g, '').replace(/(đồng|vnđ|vnd|đ|₫)\.?$/i, '');
  const isNumber = /^-?\d+$/.test(packed) || /^-?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*$/.test(packed);
  return isNumber && packed.length <= 40 ? Number(packed.replace(/[.,]/g, '')) : null;
}

export function decimal(typed, language) {
  const packed = typed.replace(/\s/g, '');
  const [group, point] = language === 'en' ? [',', '.'] : ['.', ','];
  const plain = (text, thousands, mark) => {
    const [whole, part = ''] = text.split(mark);
    const isGrouped = new RegExp(`^-?(\\d+|\\d{1,3}(\\${thousands}\\d{3})+)$`).test(whole);
    const isNumber = isGrouped && /^\d*$/.test(part) && text.split(mark).length <= 2 && !text.endsWith(mark);
    return isNumber ? Number(whole.replaceAll(thousands, '') + (part && `.${part}`)) : null;
  };
  return plain(packed, group, point) ?? plain(packed, point, group);
}

export function day(typed) {
  const text = typed.trim();
  const parts =
    /^(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d{4})$/.exec(text) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  const [year, month, date] = parts ? [parts[3], parts[2], parts[1]] : text.split('-');
  const iso = [year, month?.padStart(2, '0'), date?.padStart(2, '0')].join('-');
  const found = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(found.getTime()) && found.toISOString().startsWith(iso) ? iso : null;
}

export function writtenNumber(value, language) {
  return new Intl.NumberFormat(language === 'en' ? 'en-US' : 'vi-VN', { maximumFractionDigits: 10 }).format(value);
}

/** Figures in groups, as on papers: a phone 4-3-3, an identifier 3-3-3-3, money 80.000.000. */
export function grouped(kind, text, language) {
  const figures = digits(text);
  if (kind === 'money' || kind === 'integer') {
    return figures.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, language === 'en' ? ',' : '.');
  }
  if (kind === 'phone') return [figures.slice(0, 4), figures.slice(4, 7), figures.slice(7)].filter(Boolean).join(' ');
  return figures.match(/.{1,3}/g)?.join(' ') ?? '';
}

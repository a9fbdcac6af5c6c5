/* A sum of đồng in words, as the server says it (domain/forms/money_words.py): both are held to one table of cases. */

const ONES = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];
const SCALES = ['', ' nghìn', ' triệu'];
const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'x x twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const ENGLISH = ['', ' thousand', ' million', ' billion', ' trillion'];

function triple(number, isFull) {
  const [hundreds, tens, ones] = [Math.floor(number / 100), Math.floor(number / 10) % 10, number % 10];
  const words = [];
  if (hundreds || isFull) words.push(`${ONES[hundreds]} trăm`);
  if (tens > 1) words.push(`${ONES[tens]} mươi`);
  else if (tens === 1) words.push('mười');
  else if (ones && words.length) words.push('linh');
  if (ones === 1 && tens > 1) words.push('mốt');
  else if (ones === 5 && tens > 0) words.push('lăm');
  else if (ones) words.push(ONES[ones]);
  return words.join(' ');
}

function vietnamese(amount, isFull = false) {
  const billions = Math.floor(amount / 1e9);
  const words = billions ? [`${vietnamese(billions, isFull)} tỷ`] : [];
  for (const scale of [2, 1, 0]) {
    const part = Math.floor(amount / 1000 ** scale) % 1000;
    if (part) words.push(triple(part, isFull || words.length > 0) + SCALES[scale]);
  }
  return words.join(' ');
}

function hundredsInEnglish(number) {
  const [hundreds, rest] = [Math.floor(number / 100), number % 100];
  const low = rest < 20 ? (rest ? SMALL[rest] : '') : TENS[Math.floor(rest / 10)] + (rest % 10 ? `-${SMALL[rest % 10]}` : '');
  return [hundreds ? `${SMALL[hundreds]} hundred` : '', low].filter(Boolean).join(' and ');
}

function english(amount) {
  const words = [];
  for (let scale = 4; scale >= 0; scale -= 1) {
    const part = Math.floor(amount / 1000 ** scale) % 1000;
    if (part) words.push(hundredsInEnglish(part) + ENGLISH[scale]);
  }
  return words.join(', ');
}

const first = (words) => words.charAt(0).toUpperCase() + words.slice(1);

export function inWords(amount, language) {
  const words = language === 'en' ? english(amount) || 'zero' : vietnamese(amount) || 'không';
  return first(`${words} ${language === 'en' ? 'dong' : 'đồng'}`);
}

/* Fonts cut down to what Vietnamese and English pages write, and ten digits of Inter as "Motcua Figures", because
   Be Vietnam Pro has no tabular figures. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const WEIGHTS = [400, 500, 600, 700];
const require = createRequire(import.meta.url);

const between = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, step) => String.fromCodePoint(first + step)).join('');

// The letters of ă â đ ê ô ơ ư and of all tones stand in three blocks; the rest is punctuation that we use.
const LATIN = `${between(0x20, 0x7e)}\u00a0«°·»×÷${between(0xc0, 0xff)}–—‘’“”…•−`;
const VIETNAMESE = `ĂăĐđĨĩŨũƠơƯư${between(0x1ea0, 0x1ef9)}₫`;
// tnum is asked for by font-variant-numeric; the other features of Inter would only add weight.
const CUTS = [
  ['figures', 'inter', 'latin', '0123456789'],
  ['latin', 'be-vietnam-pro', 'latin', LATIN],
  ['vietnamese', 'be-vietnam-pro', 'vietnamese', VIETNAMESE],
];

/** Writes figures-400.woff2, latin-400.woff2 … vietnamese-700.woff2 to `folder`; style sheets call it "@fonts". */
export function cutFonts(folder) {
  return {
    name: 'motcua-cut-fonts',
    config: () => ({ resolve: { alias: { '@fonts': folder } } }),
    async buildStart() {
      await mkdir(folder, { recursive: true });
      for (const weight of WEIGHTS) {
        for (const [name, family, part, letters] of CUTS) {
          const whole = await readFile(
            require.resolve(`@fontsource/${family}/files/${family}-${part}-${weight}-normal.woff2`),
          );
          const cut = await subsetFont(whole, letters, { targetFormat: 'woff2' });
          await writeFile(join(folder, `${name}-${weight}.woff2`), cut);
        }
      }
    },
  };
}

/* Be Vietnam Pro has no tabular figures: the ten digits are cut out of Inter as "Motcua Figures". */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import subsetFont from 'subset-font';

const WEIGHTS = [400, 500, 600, 700];
const require = createRequire(import.meta.url);

/** Writes figures-400.woff2 … figures-700.woff2 (ten glyphs each) to `folder`; style sheets call it "@figures". */
export function figureFonts(folder) {
  return {
    name: 'motcua-figure-fonts',
    config: () => ({ resolve: { alias: { '@figures': folder } } }),
    async buildStart() {
      await mkdir(folder, { recursive: true });
      for (const weight of WEIGHTS) {
        const whole = await readFile(require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff2`));
        // tnum is asked for by font-variant-numeric; the other features of Inter would only add weight.
        const digits = await subsetFont(whole, '0123456789', { targetFormat: 'woff2' });
        await writeFile(join(folder, `figures-${weight}.woff2`), digits);
      }
    },
  };
}

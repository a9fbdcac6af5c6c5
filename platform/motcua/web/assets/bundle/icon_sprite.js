/* One SVG file with the icons named in icons.json, each a <symbol> taken from Bootstrap Icons. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

async function symbol(name) {
  const file = require.resolve(`bootstrap-icons/icons/${name}.svg`);
  const svg = await readFile(file, 'utf8');
  const body = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  return `<symbol id="${name}" viewBox="0 0 16 16">${body.replace(/\s*\n\s*/g, '')}</symbol>`;
}

/** Emits icons-<hash>.svg; a name that Bootstrap Icons does not know stops the build. */
export function iconSprite(listFile) {
  return {
    name: 'motcua-icon-sprite',
    async generateBundle() {
      const names = JSON.parse(await readFile(listFile, 'utf8'));
      const symbols = await Promise.all(names.map(symbol));
      this.emitFile({
        type: 'asset',
        name: 'icons.svg',
        originalFileName: 'icons.svg',
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`,
      });
    },
  };
}

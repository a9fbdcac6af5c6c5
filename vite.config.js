/* The front-end build: an entry for each room (portal, desk, studio), for e-forms and for the drawing program, subset fonts and one icon sprite, all with hashed names. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { cutFonts } from './platform/motcua/web/assets/bundle/cut_fonts.js';
import { iconSprite } from './platform/motcua/web/assets/bundle/icon_sprite.js';
import { namedFile } from './platform/motcua/web/assets/bundle/named_file.js';

const assets = fileURLToPath(new URL('./platform/motcua/web/assets', import.meta.url));
const modules = fileURLToPath(new URL('./node_modules', import.meta.url));

export default defineConfig({
  root: assets,
  base: './',
  publicDir: false,
  plugins: [
    cutFonts(resolve(modules, '.cache/motcua-fonts')),
    iconSprite(resolve(assets, 'icons.json')),
    namedFile(assets, 'images/mark.svg'),
  ],
  css: {
    preprocessorOptions: {
      scss: {
        loadPaths: [modules],
        quietDeps: true,
        // Bootstrap 5.3 is written for Sass @import; its partials are the only place that uses it.
        silenceDeprecations: ['import'],
      },
    },
  },
  build: {
    outDir: fileURLToPath(new URL('./platform/motcua/web/static/dist', import.meta.url)),
    emptyOutDir: true,
    manifest: 'manifest.json',
    // A strict policy allows no data: addresses, so nothing is inlined.
    assetsInlineLimit: 0,
    target: ['chrome87', 'edge88', 'firefox78', 'safari14'],
    modulePreload: false,
    // The drawing program (bpmn-js) is one file, which only its own page loads.
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      // htmx carries an eval that its configuration (script/exchange.js) and the content policy both keep shut.
      checks: { eval: false, pluginTimings: false },
      input: Object.fromEntries(
        ['portal', 'desk', 'studio', 'forms', 'uploads', 'designer', 'form_designer', 'slip_editor'].map((entry) => [entry, resolve(assets, `${entry}.js`)]),
      ),
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});

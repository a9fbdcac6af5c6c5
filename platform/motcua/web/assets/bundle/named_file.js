/* A file that only templates ask for, by its name in the manifest. */
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Emits `folder/path` with a hashed name; the manifest lists it as `path`. */
export function namedFile(folder, path) {
  return {
    name: `motcua-named-file:${path}`,
    async generateBundle() {
      const source = await readFile(join(folder, path));
      this.emitFile({ type: 'asset', name: basename(path), originalFileName: path, source });
    },
  };
}

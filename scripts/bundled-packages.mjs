import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file beside a built part that names the npm packages inside it. */
export const packageListFile = 'packages.json';

/**
 * A plugin of the build: writes down of which npm packages code went into a part, for their licences
 * (scripts/licences.mjs).
 * @returns {import('vite').Plugin}
 */
export function bundledPackages() {
  return {
    name: 'bundled-packages',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk');
      const folders = new Set(chunks.flatMap((chunk) => Object.keys(chunk.modules)).flatMap(packageFolder));
      const names = [...folders].map(
        (folder) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name,
      );
      const source = JSON.stringify([...new Set(names)].sort());
      this.emitFile({ type: 'asset', fileName: packageListFile, source });
    },
  };
}

/** The folder of the package that a module is of, as a list of one; none for what is our own. */
export function packageFolder(module) {
  const found = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/@]+)\//.exec(module.replaceAll('\\', '/'));
  return found ? [found[1]] : [];
}

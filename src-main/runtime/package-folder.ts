import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/**
 * Folder of an npm package whose files a compiler reads. In a packaged app these files lie beside the archive that
 * holds all others.
 */
export function packageFolder(name: string): string {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  return folder.replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
}

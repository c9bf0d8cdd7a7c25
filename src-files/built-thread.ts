import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The built script of a thread; undefined where the code runs from its sources. Threads lie beside the built shells and
 * the worker, this code perhaps in a folder of parts below them.
 */
export function builtThread(name: string): string | undefined {
  return [__dirname, dirname(__dirname)].map((folder) => join(folder, `${name}.js`)).find(existsSync);
}

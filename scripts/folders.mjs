import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, whatever folder a command was called from. */
export const repository = dirname(dirname(fileURLToPath(import.meta.url)));

/** Where downloads are kept. The rule is that of src-files/app-folders.ts, which cannot be used before it is built. */
export function cacheFolder(environment = process.env, platform = process.platform, userHome = homedir()) {
  if (environment.PARASAMPLE_CACHE) return resolve(environment.PARASAMPLE_CACHE);
  if (platform === 'darwin') return join(userHome, 'Library', 'Caches', 'parasample');
  if (platform === 'win32')
    return join(environment.LOCALAPPDATA || join(userHome, 'AppData', 'Local'), 'parasample', 'cache');
  return join(environment.XDG_CACHE_HOME || join(userHome, '.cache'), 'parasample');
}

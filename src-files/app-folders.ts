import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Folders {
  /** Runs, their database and exports. */
  readonly home: string;
  /** What can be fetched again: the runtime, Node, data sets. */
  readonly cache: string;
}

/**
 * Where Parasample keeps its files: PARASAMPLE_HOME and PARASAMPLE_CACHE where set, else the platform's own places.
 */
export function appFolders(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  userHome: string = homedir(),
): Folders {
  const usual = platformFolders(environment, platform, userHome);
  return {
    home: resolve(environment.PARASAMPLE_HOME || usual.home),
    cache: resolve(environment.PARASAMPLE_CACHE || usual.cache),
  };
}

function platformFolders(environment: NodeJS.ProcessEnv, platform: string, userHome: string): Folders {
  if (platform === 'darwin')
    return {
      home: join(userHome, 'Library', 'Application Support', 'parasample'),
      cache: join(userHome, 'Library', 'Caches', 'parasample'),
    };
  if (platform === 'win32') {
    const local = environment.LOCALAPPDATA || join(userHome, 'AppData', 'Local');
    return { home: join(local, 'parasample', 'data'), cache: join(local, 'parasample', 'cache') };
  }
  return {
    home: join(environment.XDG_DATA_HOME || join(userHome, '.local', 'share'), 'parasample'),
    cache: join(environment.XDG_CACHE_HOME || join(userHome, '.cache'), 'parasample'),
  };
}

import { describe, expect, test } from 'vitest';
import { cacheFolder } from '../../scripts/folders.mjs';
import { appFolders } from '../../src-files/app-folders';

const environments = [
  {},
  { PARASAMPLE_CACHE: '/elsewhere' },
  { XDG_CACHE_HOME: '/xdg' },
  { LOCALAPPDATA: '/local' },
];

describe.each(['linux', 'darwin', 'win32'] as const)('on %s', (platform) => {
  test.each(environments)('the scripts and the app agree on the cache folder with %o', (environment) => {
    expect(cacheFolder(environment, platform, '/home/ann')).toBe(
      appFolders(environment, platform, '/home/ann').cache,
    );
  });
});

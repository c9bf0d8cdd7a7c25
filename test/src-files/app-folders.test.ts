import { describe, expect, test } from 'vitest';
import { appFolders } from '../../src-files/app-folders';

describe.skipIf(process.platform === 'win32')('the folders', () => {
  test('are where PARASAMPLE_HOME and PARASAMPLE_CACHE say', () => {
    const environment = { PARASAMPLE_HOME: '/a/home', PARASAMPLE_CACHE: '/b/cache', XDG_DATA_HOME: '/c' };
    expect(appFolders(environment, 'linux', '/me')).toEqual({ home: '/a/home', cache: '/b/cache' });
  });

  test.each([
    ['linux', {}, '/me/.local/share/parasample', '/me/.cache/parasample'],
    ['linux', { XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '/c' }, '/d/parasample', '/c/parasample'],
    ['darwin', {}, '/me/Library/Application Support/parasample', '/me/Library/Caches/parasample'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/parasample/data', '/local/parasample/cache'],
  ] as const)('are the usual ones of %s with %j', (platform, environment, home, cache) => {
    expect(appFolders(environment, platform, '/me')).toEqual({ home, cache });
  });
});

import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callersFolder, callingCommand } from '../../scripts/caller.mjs';

describe('where the person is', () => {
  test('is what npm kept, where a person called Parasample through npm', () => {
    for (const npm_lifecycle_event of ['parasample', 'runtime', 'start'])
      expect(callersFolder({ INIT_CWD: '/home/ada', npm_lifecycle_event })).toBe('/home/ada');
  });

  test('is the folder that the process is in, where there was no npm or another script inherits its word', () => {
    expect(callersFolder({})).toBeUndefined();
    expect(callersFolder({ INIT_CWD: '/home/ada' })).toBeUndefined();
    expect(callersFolder({ INIT_CWD: '/home/ada', npm_lifecycle_event: 'test' })).toBeUndefined();
  });
});

describe('how a checkout is called', () => {
  const checkout = resolve('/home/ada/parasample');

  test('from inside it, npm finds the script by itself', () => {
    for (const folder of [checkout, join(checkout, 'examples'), join(checkout, '..data')])
      expect(callingCommand(folder, checkout)).toBe('npm run -s parasample --');
  });

  test('from elsewhere, npm is told where it is', () => {
    expect(callingCommand(join(checkout, '..'), checkout)).toBe(
      `npm --prefix ${checkout} run -s parasample --`,
    );
    expect(callingCommand('/', '/my checkout')).toBe('npm --prefix "/my checkout" run -s parasample --');
  });
});

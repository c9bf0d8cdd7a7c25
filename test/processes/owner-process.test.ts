import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { isAlive, ownProcess } from '../../src-main/processes/owner-process';

describe('the owner of a run', () => {
  test('is alive while it runs', () => {
    expect(isAlive(ownProcess())).toBe(true);
  });

  test('is not another process that got the same id later', () => {
    expect(isAlive(`${process.pid}@an-earlier-boot-7`)).toBe(false);
  });

  test('is dead once it has ended', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const mark = `${child.pid}@`;
    await once(child, 'exit');
    expect(isAlive(mark)).toBe(false);
  });
});

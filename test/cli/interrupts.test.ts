import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { builtScript } from '../built-script';
import { temporaryFolder } from '../temporary-folder';

let script: string;
let loading: string;
const built = mkdtempSync(join(tmpdir(), 'parasample-interrupts-'));
beforeAll(async () => {
  script = await builtScript('test/cli/interrupted-script.ts', built);
  loading = await builtScript('test/cli/loading-script.ts', built);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** A folder in which the script notes what happens to it, and what it notes. */
function noted() {
  const folder = temporaryFolder();
  const until = (name: string) => vi.waitFor(() => expect(existsSync(join(folder, name))).toBe(true));
  return { folder, until, textOf: (name: string) => readFileSync(join(folder, name), 'utf8') };
}

describe.skipIf(process.platform === 'win32')('a command', () => {
  test('without a terminal, as nohup and services start it, goes on when one is closed', async () => {
    const { folder, until } = noted();
    const child = spawn(process.execPath, [script, folder], { stdio: 'ignore' });
    const exit = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    await until('began');
    child.kill('SIGHUP');
    writeFileSync(join(folder, 'end'), '');
    expect(await exit).toEqual([0, null]);
    expect(existsSync(join(folder, 'interrupted'))).toBe(false);
  });

  test('is interrupted as often as somebody asks it to end', async () => {
    const { folder, until, textOf } = noted();
    const child = spawn(process.execPath, [script, folder], { stdio: 'ignore' });
    const exit = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    await until('began');
    child.kill('SIGINT');
    await until('interrupted');
    child.kill('SIGTERM');
    await vi.waitFor(() => expect(textOf('interrupted')).toBe('2'));
    writeFileSync(join(folder, 'end'), '');
    expect(await exit).toEqual([0, null]);
  });
});

test.skipIf(process.platform === 'win32')(
  'a command that is asked to end while its code is still loaded says so, and has failed',
  async () => {
    const { folder, until } = noted();
    const child = spawn(process.execPath, [loading, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'close');
    onTestFinished(() => void child.kill('SIGKILL'));
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    await until('began');
    child.kill('SIGINT');
    writeFileSync(join(folder, 'end'), '');
    expect(await exit).toEqual([1, null]);
    expect(text).toBe('ended in words\n');
  },
);

/** Gives a program a terminal of its own (util-linux); with it that terminal is closed. */
const terminal = '/usr/bin/script';

test.skipIf(!existsSync(terminal))(
  'a command whose terminal is closed is interrupted once, and ends in order though nobody can read it',
  async () => {
    const { folder, until, textOf } = noted();
    const command = `exec '${process.execPath}' '${script}' '${folder}'`;
    const window = spawn(terminal, ['-qec', command, '/dev/null'], { stdio: ['pipe', 'ignore', 'ignore'] });
    onTestFinished(() => void window.kill('SIGKILL'));
    await until('began');
    const pid = Number(textOf('began'));
    window.kill('SIGKILL');
    await until('interrupted');
    // As a shell does that has heard of it, too.
    process.kill(pid, 'SIGHUP');
    writeFileSync(join(folder, 'end'), '');
    await until('ended');
    expect(textOf('interrupted')).toBe('1');
  },
);

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../../../src-main/cli/command-line';
import { Terminal } from '../../../src-main/cli/terminal';
import { ownProcess } from '../../../src-main/processes/owner-process';
import { openStore } from '../../../src-main/store/store';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** A command line with a store that holds one finished run. */
function newShell() {
  const home = temporaryFolder();
  const add = (id: string, owner = '1@') => {
    const store = openStore(home);
    store.writer.create({ id, experiment, engine: '', codeVersion: '1', owner, created: 1 });
    if (owner === '1@') store.writer.change(id, { status: 'finished' });
    store.close();
  };
  add('first-0001');
  const call = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine(['store', ...argv], {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: '',
      pageFolder: home,
      onInterrupt: () => () => undefined,
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  const runs = () => {
    const store = openStore(home);
    const ids = store.table.rows().map(({ summary }) => summary.id);
    store.close();
    return ids;
  };
  return { home, file: join(home, 'parasample.sqlite'), add, call, runs };
}

describe('store', () => {
  test('tells what runs take of the disk and what could be freed, and frees just that', async () => {
    const { call, home } = newShell();
    const folder = join(home, 'runs', 'first-0001');
    mkdirSync(join(folder, 'checkpoints'), { recursive: true });
    writeFileSync(join(folder, 'posterior.safetensors'), new Uint8Array(300_000));
    writeFileSync(join(folder, 'checkpoints', 'step-00000001.safetensors'), new Uint8Array(1_200_000));
    const told = await call('space');
    expect(told.out).toMatch(/^first-0001 +finished +1\.5 MB, of it 1\.2 MB checkpoints$/m);
    expect(told.out).toContain('1 run takes 1.5 MB. `parasample store free` frees 1.2 MB of it');
    expect((await call('free')).out).toBe('1.2 MB are free again: the checkpoints of 1 finished run.\n');
    expect([
      existsSync(join(folder, 'checkpoints')),
      existsSync(join(folder, 'posterior.safetensors')),
    ]).toEqual([false, true]);
    expect(JSON.parse((await call('space', '--json')).out)).toMatchObject({ totalMB: 0.3, freeableMB: 0 });
    expect(await call('free')).toMatchObject({
      code: 0,
      err: 'Nothing can be freed: no finished run has checkpoints left.\n',
    });
    expect(await call('free', 'first-0001')).toMatchObject({
      code: 2,
      err: '`parasample store free` takes no name: it is of all runs.\n',
    });
  });

  test('lists its backups, and says how to make one where there is none', async () => {
    const { call, file } = newShell();
    expect(await call()).toEqual({
      code: 0,
      out: '',
      err: `${file} has no backups yet; \`parasample store backup\` makes one.\n`,
    });
    await call('backup');
    expect((await call()).out).toMatch(
      /^parasample-\d{8}-\d{6}\.sqlite +\d{4}-\d\d-\d\d \d\d:\d\d 0\.1 MB\n$/,
    );
    expect(JSON.parse((await call('--json')).out)).toMatchObject({
      file,
      backups: [{ sizeMB: expect.any(Number) }],
    });
  });

  test('check reads the whole database, and fails where it is damaged', async () => {
    const { call, file } = newShell();
    expect(await call('check')).toEqual({ code: 0, out: `${file} is sound.\n`, err: '' });
    const sqlite = new Sqlite(file);
    const page = sqlite.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'log_lines'").pluck().get();
    sqlite.close();
    writeFileSync(file, readFileSync(file).fill(0x55, (Number(page) - 1) * 4096, Number(page) * 4096));
    const damaged = await call('check', '--json');
    expect(damaged).toMatchObject({ code: 1, err: expect.stringMatching(/^The database \S+ is damaged; /) });
    expect(JSON.parse(damaged.out).problems.length).toBeGreaterThan(0);
  });

  test('backup and restore go back to an earlier moment, and keep what they replace', async () => {
    const { call, add, runs, home, file } = newShell();
    const copy = join(home, 'copy.sqlite');
    expect(await call('backup', copy)).toEqual({ code: 0, out: `${copy}\n`, err: '' });
    add('second-0001');
    const { code, out } = await call('restore', copy, '--json');
    const { replaced } = JSON.parse(out);
    expect(code).toBe(0);
    expect(replaced).toMatch(/parasample\.sqlite\.replaced-\d{8}-\d{6}$/);
    expect(runs()).toEqual(['first-0001']);
    await call('restore', replaced);
    expect(runs()).toEqual(['second-0001', 'first-0001']);
    expect(existsSync(file)).toBe(true);
  });

  test('restore is refused while a run goes on', async () => {
    const { call, add, home } = newShell();
    const copy = join(home, 'copy.sqlite');
    await call('backup', copy);
    add('going-0001', ownProcess());
    expect(await call('restore', copy)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^A run is going on or waiting.* restore then\.\n$/),
    });
  });

  test('restore is refused while a process of another machine may have a run, and tells how that is found out', async () => {
    const { call, add, home } = newShell();
    const copy = join(home, 'copy.sqlite');
    await call('backup', copy);
    add('going-0001', '1@another-boot-7@login2');
    expect(await call('restore', copy)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/another machine on this home counts as one that lives until a window/),
    });
  });

  test.each([
    [['clean'], '`parasample store` can check, backup, restore, space and free, not clean.\n'],
    [['restore'], 'Name the backup to go back to: `parasample store restore FILE`.\n'],
    [['restore', '/nowhere/x'], 'There is no file /nowhere/x to restore.\n'],
    [['check', '/nowhere/x'], 'There is no database /nowhere/x.\n'],
  ])('%j is bad input', async (argv, err) => {
    expect(await newShell().call(...argv)).toEqual({ code: 2, out: '', err });
  });
});

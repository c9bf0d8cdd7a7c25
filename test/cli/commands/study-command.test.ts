import { linkSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../../src-main/cli/command-line';
import { tableLines } from '../../../src-main/cli/table-lines';
import { Terminal } from '../../../src-main/cli/terminal';
import { temporaryFolder } from '../../temporary-folder';

const study = {
  name: 'Seeds',
  kind: 'grid',
  base: {
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [8] },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  },
  grid: { seeds: [0, 1] },
};

/** A command line in a world of its own, whose workers behave as told. */
function newShell(behaviour = 'finish', content: unknown = study) {
  vi.stubEnv('WORKER_BEHAVIOUR', behaviour);
  const home = temporaryFolder();
  const file = join(home, 'study.json');
  writeFileSync(file, JSON.stringify(content));
  const interrupts = new Set<() => void>();
  const call = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine(argv, {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: join(import.meta.dirname, '..', '..', 'processes', 'speaking-worker.mjs'),
      pageFolder: home,
      onInterrupt: (listener) => {
        interrupts.add(listener);
        return () => interrupts.delete(listener);
      },
    });
    return { code, out: out.join(''), err: err.join('') };
  };
  return { home, file, call, interrupts };
}

const lastOf = (out: string) => JSON.parse(out.trim().split('\n').at(-1) ?? '');

describe('study', () => {
  test('runs all of a study, prints its tables and writes them into a folder', async () => {
    const { home, file, call } = newShell();
    const folder = join(home, 'tables');
    const { code, out, err } = await call('study', file, '--out', folder);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^seeds-[0-9a-f]{8}: finished, 2 of 2 runs finished\n/);
    expect(out).toMatch(/Last scores\n +mode +devices .* test\.accuracy .*\n +local +1 .* 1 ± 0 /);
    expect(readFileSync(join(folder, 'scores.csv'), 'utf8')).toMatch(/^mode,devices,/);
  });

  test('never replaces the file that its runs learn from, --force or not, and starts none of them', async () => {
    const folder = temporaryFolder();
    const data = join(folder, 'scores.csv');
    writeFileSync(data, 'a,b\n1,2\n');
    linkSync(data, join(folder, 'data.csv'));
    const base = { ...study.base, data: { dataset: 'table', path: join(folder, 'data.csv'), target: 'b' } };
    const { file, call } = newShell('finish', { ...study, base });
    const { code, err } = await call('study', file, '--out', folder, '--force');
    expect([code, err]).toEqual([
      2,
      `${data} is ${join(folder, 'data.csv')}, what is read here, and would be lost; name another file to write.\n`,
    ]);
    expect(readFileSync(data, 'utf8')).toBe('a,b\n1,2\n');
    expect((await call('runs', '--json')).out).toBe('[]\n');
  });

  test.each([
    [
      'an experiment',
      study.base,
      /^\S+study\.json is an experiment, not a study: use `parasample run \S+study\.json`\.\n$/,
    ],
    ['other settings', { name: 'x' }, /^\S+study\.json is no study: it has neither base nor grid\. /],
  ])('refuses %s in one sentence', async (_what, content, sentence) => {
    const { file, call } = newShell('finish', content);
    const { code, err } = await call('study', file);
    expect(err).toMatch(sentence);
    expect(code).toBe(2);
  });

  test('prints one JSON object a line; the last has the results', async () => {
    const { file, call } = newShell();
    const { code, out } = await call('study', file, '--json');
    expect(code).toBe(0);
    expect(lastOf(out)).toMatchObject({
      type: 'result',
      summary: { state: 'finished', runs: 2 },
      results: { scores: [{ runs: 2, scores: { 'test.accuracy': { mean: 1, count: 2 } } }] },
    });
  });

  test('does not run again what has finished, unless asked to', async () => {
    const { file, call } = newShell();
    const runs = async () => JSON.parse((await call('runs', '--json')).out).length;
    await call('study', file);
    await call('study', file);
    expect(await runs()).toBe(2);
    await call('study', file, '--again');
    expect(await runs()).toBe(4);
  });

  test('ends with 1 and the reasons where runs fail', async () => {
    const { file, call } = newShell('crash');
    const { code, out, err } = await call('study', file, '--json');
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toEqual(
      [0, 1].map(() => expect.stringMatching(/^seeds-.*: Worker 0 on cpu:0 crashed \(SIGSEGV\);/)),
    );
    expect(lastOf(out)).toMatchObject({ summary: { state: 'incomplete', failed: 2 } });
  });

  test('is stopped by Ctrl-C, starting no further run', async () => {
    const { file, call, interrupts } = newShell('wait');
    const going = call('study', file, '--json');
    await vi.waitFor(async () => {
      const runs: readonly { status: string }[] = JSON.parse((await call('runs', '--json')).out);
      expect(runs.some(({ status }) => status === 'running')).toBe(true);
    });
    for (const interrupt of [...interrupts]) interrupt();
    const { code, out, err } = await going;
    expect(code).toBe(0);
    expect(err).toMatch(/^Stopping: no further run is started/);
    expect(lastOf(out)).toMatchObject({ summary: { state: 'incomplete', finished: 0 } });
    expect(interrupts.size).toBe(0);
  });

  test('that cannot be ends with 2 and one sentence', async () => {
    const { file, call } = newShell('finish', { ...study, grid: { seed: [1] } });
    expect(await call('study', file)).toEqual({
      code: 2,
      out: '',
      err: 'grid.seed: There is no such setting. Did you mean grid.seeds?\n',
    });
  });
});

test('a table’s columns are aligned, a mean with its standard deviation', () => {
  const lines = tableLines({
    id: 'memory',
    title: 'Memory',
    columns: [
      { name: 'mode', unit: '' },
      { name: 'memory', unit: 'MB' },
      { name: 'memory std', unit: 'MB' },
    ],
    rows: [
      ['sp', 1234.56, 7.891],
      ['local', null, null],
    ],
  });
  expect(lines).toEqual(['Memory', '   mode  memory [MB]', '     sp   1235 ± 7.9', '  local            -']);
});

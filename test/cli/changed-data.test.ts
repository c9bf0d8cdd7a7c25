import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommandLine } from '../../src-main/cli/command-line';
import { Terminal } from '../../src-main/cli/terminal';
import { temporaryFolder } from '../temporary-folder';

/** A home with one run on a table of the person's own, whose workers finish or crash at once. */
async function withRun(behaviour: 'finish' | 'crash') {
  vi.stubEnv('WORKER_BEHAVIOUR', behaviour);
  const home = temporaryFolder();
  const table = join(home, 'table.csv');
  writeFileSync(table, `x,y\n${Array.from({ length: 40 }, (_, row) => `${row},${row % 7}\n`).join('')}`);
  const file = join(home, 'experiment.json');
  const experiment = {
    name: 'Demo',
    data: { dataset: 'table', path: table, target: 'y' },
    model: { kind: 'mlp', hidden: [8] },
    parallel: { mode: 'local', devices: ['cpu:0'], elastic: false },
  };
  writeFileSync(file, JSON.stringify(experiment));
  const call = async (...argv: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runCommandLine(argv, {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: join(import.meta.dirname, '..', 'processes', 'speaking-worker.mjs'),
      pageFolder: home,
      onInterrupt: () => () => undefined,
    });
    return { code, out: out.join(''), err: err.join(''), last: () => JSON.parse(out.at(-1) ?? '') };
  };
  await call('run', file, '--json');
  const [{ id }] = (await call('runs', '--json')).last();
  return { call, runId: id, table };
}

test('a run does not go on with other data than it was started with: which file changed, and how, is said', async () => {
  const { call, runId, table } = await withRun('crash');
  const before = readFileSync(table, 'utf8');
  appendFileSync(table, '40,5\n');
  vi.stubEnv('WORKER_BEHAVIOUR', 'finish');
  const { code, err } = await call('resume', runId);
  expect(code).toBe(2);
  expect(err).toMatch(
    `The data of run ${runId} are not those that it was started with: table.csv has ${before.length + 5} bytes, and had ${before.length}.`,
  );
  writeFileSync(table, before);
  expect((await call('resume', runId)).code).toBe(0);
});

test('a run made once more on other data tells which, and promises no same bits', async () => {
  const { call, runId, table } = await withRun('finish');
  writeFileSync(table, readFileSync(table, 'utf8').replace('\n1,1\n', '\n1,2\n'));
  const { code, err, last } = await call('reproduce', runId, '--json');
  expect(code).toBe(0);
  expect(err).toMatch(
    /^Other than then: data file table\.csv is \d+ bytes, SHA-256 [0-9a-f]{64}, and was \d+ bytes, SHA-256 [0-9a-f]{64}\.$/m,
  );
  expect(last()).toMatchObject({ mustBeSame: false });
});

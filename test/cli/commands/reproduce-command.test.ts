import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runCommandLine } from '../../../src-main/cli/command-line';
import { beganTrained } from '../../../src-main/cli/commands/reproduce-command';
import { Terminal } from '../../../src-main/cli/terminal';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';

const experiment = {
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp', hidden: [8] },
  parallel: { mode: 'local', devices: ['cpu:0'] },
};

/** A home with one finished run, whose workers always find the same accuracy. */
async function withFinishedRun() {
  vi.stubEnv('WORKER_BEHAVIOUR', 'finish');
  const home = temporaryFolder();
  const file = join(home, 'experiment.json');
  writeFileSync(file, JSON.stringify(experiment));
  const call = async (...argv: string[]) => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await runCommandLine(argv, {
      folders: { home, cache: join(home, 'cache') },
      terminal: new Terminal({ write: (text) => out.push(text) }, { write: (text) => err.push(text) }),
      workerScript: join(import.meta.dirname, '..', '..', 'processes', 'speaking-worker.mjs'),
      pageFolder: home,
      onInterrupt: () => () => undefined,
    });
    return { code, out: out.join(''), err: err.join(''), last: () => JSON.parse(out.at(-1) ?? '') };
  };
  const runId: string = (await call('run', file, '--json')).last().runId;
  return { call, runId, record: join(home, 'runs', runId, 'environment.json') };
}

test('a run made once more on the same machine is the same, bit for bit', async () => {
  const { call, runId } = await withFinishedRun();
  const { code, out, err } = await call('reproduce', runId);
  expect(code).toBe(0);
  expect(err).toMatch(/^Nothing differs from then: code, engine and machine are the same\.$/m);
  expect(out).toMatch(/All \d+ metrics are the same, bit for bit\.\n$/);
});

test('what differs from then is told, and promises no same bits', async () => {
  const { call, runId, record } = await withFinishedRun();
  const kept = JSON.parse(readFileSync(record, 'utf8'));
  writeFileSync(record, JSON.stringify({ ...kept, codeVersion: '0.0.1+old', cores: 1 + kept.cores }));
  const { code, err, last } = await call('reproduce', runId, '--json');
  expect(code).toBe(0);
  expect(err).toMatch(/^Other than then: codeVersion is .*, and was 0\.0\.1\+old\.$/m);
  expect(last()).toMatchObject({ type: 'reproduction', runId, isSame: true, mustBeSame: false });
});

test('a run whose environment was not kept is made again all the same', async () => {
  const { call, runId, record } = await withFinishedRun();
  rmSync(record);
  const { code, err } = await call('reproduce', runId);
  expect(code).toBe(0);
  expect(err).toMatch(/^What demo-\w+ was made with was not kept/m);
});

test('a run that is not there is refused', async () => {
  const { call } = await withFinishedRun();
  expect(await call('reproduce', 'none-1')).toMatchObject({ code: 2, out: '' });
});

test.each([
  ['made of another run’s networks', 'laplace', { 'test.nll': 0.2 }, true],
  ['that trained its networks itself', 'laplace', { 'test.nll': 0.2, 'train.loss': 0.1 }, false],
  ['of another method that has no training to tell of', 'point-estimate', {}, false],
] as const)(
  'a run is known to have begun with trained networks, of which no training can be the same: %s',
  (_name, method, metrics, expected) => {
    const settings = { ...experiment, inference: { method }, training: { samples: 1 } };
    expect(beganTrained({ experiment: experimentSchema.parse(settings), metrics })).toBe(expected);
  },
);

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../src-shared/experiment/experiment';
import { encodeSafetensors } from '../../src-shared/formats/safetensors';
import { posteriorTexts } from '../../src-workers/run/posterior-file';
import { experiment, jsonLines, newCommandShell } from './command-shell';

const shapes = {
  'layers.0.weight': [64, 8],
  'layers.0.bias': [8],
  'layers.1.weight': [8, 10],
  'layers.1.bias': [10],
};
const pixels = { inputShape: [8, 8, 1], classNames: Array.from({ length: 10 }, (_, digit) => String(digit)) };

function posteriorBytes(
  runId: string,
  inference: ExperimentInput['inference'],
  isOfMembers: boolean,
): Uint8Array {
  const tensors = Object.entries(shapes).flatMap(([name, own]) => {
    const shape = isOfMembers ? [2, ...own] : own;
    const data = new Float32Array(shape.reduce((size, side) => size * side, 1)).fill(0.1);
    return inference?.method === undefined
      ? [
          { name: `${name}.mean`, shape, data },
          { name: `${name}.log_std`, shape, data },
        ]
      : [{ name, shape, data }];
  });
  const facts = {
    experiment: experimentSchema.parse({ ...experiment, inference }),
    runId,
    task: { kind: 'classification', ...pixels },
    normalisation: { mean: [0.3], std: [0.25] },
    step: 30,
  } as const;
  return encodeSafetensors(tensors, posteriorTexts(facts));
}

/** A finished run with a posterior, and a way to begin others. */
async function withRun(inference: ExperimentInput['inference'] = {}) {
  const shell = newCommandShell();
  const made = await shell.call('run', shell.file, '--json');
  const runId = String(jsonLines(made.out)[0].runId);
  const folder = join(shell.home, 'runs', runId);
  mkdirSync(folder, { recursive: true });
  const isOfMembers = inference?.method === 'deep-ensemble';
  writeFileSync(join(folder, 'posterior.safetensors'), posteriorBytes(runId, inference, isOfMembers));
  const begin = (settings: object) => {
    writeFileSync(shell.file, JSON.stringify({ ...experiment, ...settings }));
    return shell.call('run', shell.file, '--json');
  };
  return { ...shell, runId, folder, begin };
}

async function startOfRun(call: Awaited<ReturnType<typeof withRun>>['call'], out: string) {
  const again = String(jsonLines(out)[0].runId);
  const shown = JSON.parse((await call('show', again, '--json')).out);
  return { again, experiment: shown.experiment ?? shown.run.experiment };
}

test('a run begins where another ended, and is made again when that one is gone', async () => {
  const { begin, call, runId, home, folder } = await withRun();
  const { code, out, err } = await begin({ start: { run: runId, fresh: ['last'] } });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const { again, experiment: kept } = await startOfRun(call, out);
  expect(kept.start).toMatchObject({ run: runId, fresh: ['last'] });
  expect(dirname(dirname(kept.start.file))).toBe(join(home, 'networks'));
  expect(readFileSync(kept.start.file)).toEqual(readFileSync(join(folder, 'posterior.safetensors')));
  rmSync(folder, { recursive: true });
  const reproduced = await call('reproduce', again);
  expect(reproduced.err).not.toContain('There is no run');
  expect(reproduced.code).toBe(0);
});

test('a prior that is a run’s posterior is kept in the same way', async () => {
  const { begin, call, runId } = await withRun();
  const { code, out } = await begin({ inference: { prior: { kind: 'posterior', run: runId } } });
  expect(code).toBe(0);
  const { experiment: kept } = await startOfRun(call, out);
  expect(existsSync(kept.inference.prior.file)).toBe(true);
});

test('of another run that is named than what was kept, its own posterior is taken', async () => {
  const { begin, call, runId, home } = await withRun();
  const first = await startOfRun(call, (await begin({ start: { run: runId } })).out);
  const other = join(home, 'runs', first.again);
  mkdirSync(other, { recursive: true });
  writeFileSync(join(other, 'posterior.safetensors'), posteriorBytes(first.again, {}, false));
  const { start } = first.experiment;
  const second = await startOfRun(call, (await begin({ start: { ...start, run: first.again } })).out);
  expect(second.experiment.start.file).not.toBe(start.file);
});

test('a state_dict whose names differ is refused with what they may be, and begun at once they are said', async () => {
  const { begin, home } = await withRun();
  const file = join(home, 'state.safetensors');
  const tensors = Object.entries(shapes).map(([name, shape]) => {
    const theirs = shape.length === 2 ? [shape[1], shape[0]] : shape;
    const data = new Float32Array(shape.reduce((size, side) => size * side, 1)).fill(0.1);
    return { name: name.replace('layers.', 'net.fc'), shape: theirs, data };
  });
  writeFileSync(file, encodeSafetensors(tensors, {}));
  const refused = await begin({ start: { file } });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain('By their shapes these may be the same: layers.0.weight = net.fc0.weight');
  const names = { 'layers.0': 'net.fc0', 'layers.1': 'net.fc1' };
  const { code, err } = await begin({ start: { file, names } });
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

const ofPoints = { method: 'point-estimate' } as const;
test.each<[string, ExperimentInput['inference'], (runId: string) => object, RegExp]>([
  [
    'a run that is not there',
    {},
    () => ({ start: { run: 'nobody-0000' } }),
    /start\.run: there is no run nobody-0000/,
  ],
  ['a path for a run', {}, () => ({ start: { run: '../runs' } }), /start\.run: there is no run/],
  [
    'a network of another size',
    {},
    (run) => ({ model: { kind: 'mlp', hidden: [9] }, start: { run } }),
    /start\.file: .* does not fit this network: layers\.0\.weight is \[64, 8\] there and \[64, 9\] here/,
  ],
  [
    'a layer that is not there',
    {},
    (run) => ({ start: { run, fresh: ['head'] } }),
    /start\.fresh: There is no layer head/,
  ],
  [
    'names of a layer that is not there',
    {},
    (run) => ({ start: { run, names: { 'fc.weight': 'a' } } }),
    /start\.names: The network has no tensor or layer fc\.weight; it has layers\.0\.weight/,
  ],
  [
    'a prior of deviations that points have not',
    ofPoints,
    (run) => ({ inference: { prior: { kind: 'posterior', run } } }),
    /inference\.prior\.file: .* has no deviations that a prior could have/,
  ],
  [
    'a prior of deviations that factors alone have',
    { method: 'rank-1' },
    (run) => ({ inference: { prior: { kind: 'posterior', run } } }),
    /inference\.prior\.file: .* has no deviations that a prior could have/,
  ],
  [
    'a prior around several networks',
    { method: 'deep-ensemble' },
    (run) => ({ start: { run }, inference: { prior: { kind: 'moped' } } }),
    /has 2 networks, and the moped prior lies around one/,
  ],
  [
    'a prior of no run',
    {},
    () => ({ inference: { prior: { kind: 'posterior' } } }),
    /inference\.prior\.run: Whose posterior/,
  ],
  [
    'a start beside the prior’s',
    {},
    (run) => ({ start: { run }, inference: { prior: { kind: 'posterior', run } } }),
    /start\.run: A network whose prior/,
  ],
  [
    'a prior around weights that begin afresh',
    {},
    () => ({ inference: { prior: { kind: 'moped' } } }),
    /inference\.prior\.kind: The moped prior lies around weights that were trained before/,
  ],
  [
    'members that never part',
    {},
    (run) => ({ start: { run }, inference: { method: 'svgd' } }),
    /start: Members of svgd/,
  ],
])('refuses %s in a sentence', async (_what, inference, settings, reason) => {
  const { begin, runId } = await withRun(inference);
  const { code, err } = await begin(settings(runId));
  expect(err).toMatch(reason);
  expect(code).toBe(2);
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { decodeCheckpoint } from '../../../src-shared/formats/checkpoint-file';
import { encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { posteriorTexts } from '../../../src-workers/run/posterior-file';
import { experiment, jsonLines, newCommandShell } from '../command-shell';

const pixels = { inputShape: [8, 8, 1], classNames: Array.from({ length: 10 }, (_, digit) => String(digit)) };

/** A finished run whose posterior is this, as its worker would have left it. */
async function withRun(
  inference: ExperimentInput['inference'],
  { weight = 0.1, step = 30 }: { readonly weight?: number; readonly step?: number } = {},
) {
  const shell = newCommandShell();
  const samples = inference?.method === 'deep-ensemble' ? 3 : 1;
  const wanted = { ...experiment, inference, training: { samples, epochs: 4 } } as ExperimentInput;
  writeFileSync(shell.file, JSON.stringify(wanted));
  const { out } = await shell.call('run', shell.file, '--json');
  const [{ runId }] = jsonLines(out);
  const shapes = {
    'layers.0.weight': [64, 8],
    'layers.0.bias': [8],
    'layers.1.weight': [8, 10],
    'layers.1.bias': [10],
  };
  const tensors = Object.entries(shapes).map(([name, own]) => {
    const shape = samples === 1 ? own : [samples, ...own];
    return { name, shape, data: new Float32Array(shape.reduce((size, side) => size * side, 1)).fill(weight) };
  });
  const facts = {
    experiment: experimentSchema.parse(wanted),
    runId: String(runId),
    task: { kind: 'classification', ...pixels },
    normalisation: { mean: [0.3], std: [0.25] },
    step,
  } as const;
  const folder = join(shell.home, 'runs', String(runId));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'posterior.safetensors'), encodeSafetensors(tensors, posteriorTexts(facts)));
  return { ...shell, runId: String(runId) };
}

test.each([
  ['a point estimate', { method: 'point-estimate' }, 1],
  ['an ensemble', { method: 'deep-ensemble' }, 3],
] as const)(
  'of %s is a new run that begins at its networks, after their last step',
  async (_name, inference, networks) => {
    const { call, home, runId } = await withRun(inference);
    const { code, out, err } = await call('laplace', runId, '--weights', 'last-layer', '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [{ runId: made }] = jsonLines(out);
    expect(made).not.toBe(runId);
    const folder = join(home, 'runs', String(made), 'checkpoints');
    const [name] = readdirSync(folder);
    const {
      experiment: settings,
      state,
      parameters,
    } = decodeCheckpoint(readFileSync(join(folder, name)), name);
    expect(settings).toMatchObject({
      name: 'Demo, Laplace',
      inference: { method: 'laplace', weights: 'last-layer' },
      training: { samples: networks, steps: 30 },
    });
    expect(state).toMatchObject({ step: 30, isValidated: true });
    expect(parameters.map(({ shape }) => shape[0])).toEqual([networks, networks, networks, networks]);
    const shown = await call('show', String(made), '--json');
    expect(shown.out).toContain(`around the networks of ${runId}`);
  },
);

test.each([
  ['of another method', {}, {}, [], /is of method variational; .* deep-ensemble or point-estimate\.$/],
  [
    'with broken weights',
    { method: 'point-estimate' },
    { weight: Number.NaN },
    [],
    /numbers in layers\.0\.weight that are not finite/,
  ],
  [
    'that came without its training',
    { method: 'point-estimate' },
    { step: 0 },
    [],
    /came without its training/,
  ],
  [
    'without a prior',
    { method: 'point-estimate', prior: { kind: 'uniform' } },
    {},
    [],
    /^inference\.priorPrecision: Nothing says how wide the weights’ prior is \(prior uniform, heat 1, no weight decay of that meaning\); set a precision, such as 1\.$/,
  ],
  [
    'with a prior that is no Gaussian',
    { method: 'point-estimate', prior: { kind: 'student-t' } },
    {},
    [],
    /holds a Gaussian prior around zero; use gaussian or rescaled-gaussian instead of student-t/,
  ],
  [
    'with a misspelled choice',
    { method: 'point-estimate' },
    {},
    ['--weights', 'last-layr'],
    /Did you mean last-layer\?$/,
  ],
  [
    'with a precision for each layer of a covariance that is whole',
    { method: 'point-estimate' },
    {},
    ['--prior-per', 'layer', '--structure', 'full'],
    /^inference\.priorPer: A precision for each layer has no closed form with a full structure; set inference\.structure to kronecker or diagonal, or use network\.$/,
  ],
  [
    'with a precision that is set and to be chosen',
    { method: 'point-estimate' },
    {},
    ['--prior-precision', '2', '--precision-by', 'validation'],
    /^inference\.precisionBy: A precision of 2 is set already; leave it out, or use auto\.$/,
  ],
  [
    'with a precision that is none',
    { method: 'point-estimate' },
    {},
    ['--prior-precision', '0'],
    /^--prior-precision: 0 is no number above 0/,
  ],
] as const)(
  'of a run %s is refused in one sentence, and no run is made',
  async (_name, inference, posterior, options, sentence) => {
    const { call, runId } = await withRun(inference, posterior);
    const { code, err } = await call('laplace', runId, ...options);
    expect(code).toBe(2);
    expect(err.trim()).toMatch(sentence);
    expect(jsonLines((await call('runs', '--json')).out).flat()).toHaveLength(1);
  },
);

test('a precision stands in for a prior that there is not', async () => {
  const { call, runId } = await withRun({ method: 'point-estimate', prior: { kind: 'uniform' } });
  expect((await call('laplace', runId, '--prior-precision', '2')).code).toBe(0);
});

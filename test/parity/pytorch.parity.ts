import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import { freezeSamples } from '../../src-workers/export/frozen-samples';
import { openPosterior, type TrainedPosterior } from '../../src-workers/posterior/trained-posterior';
import { exportAs, runOf } from '../src-main/export/export-as';
import { ownSamples, ownStds } from '../src-workers/posterior/own-samples';
import {
  pictureMlp,
  rawInputs,
  type SmallPosterior,
  smallPosteriors,
  tableMlp,
  writePosterior,
} from '../src-workers/posterior/small-posteriors';
import { relativeDistance } from '../src-workers/relative-distance';
import { runPython } from './python';

const items = 4;
/** Of float32 sums in another order, through up to a dozen layers. */
const closeness = 1e-5;
const columns = ['a', 'b', 'c', 'd', 'e'];
const fiveColumns = {
  task: { ...tableMlp.task, inputShape: [5] },
  normalisation: { names: columns, mean: columns.map(() => 1), std: columns.map(() => 2) },
};

/** Networks of the person's own, whose modules `write_onnx_networks.py` has. */
const own = ['Convolutional', 'Grouped', 'Attention', 'Dense', 'Recurrent', 'Heteroscedastic'].map(
  (module): SmallPosterior => {
    const path = join(import.meta.dirname, 'fixtures', 'onnx', `${module.toLowerCase()}-dynamo.onnx`);
    const model = { kind: 'onnx', path } as const;
    const noise = { kind: module === 'Heteroscedastic' ? 'log-variance' : 'fixed' } as const;
    return ['Dense', 'Recurrent', 'Heteroscedastic'].includes(module)
      ? {
          ...tableMlp,
          name: module,
          experiment: { ...tableMlp.experiment, model, inference: { noise } },
          ...fiveColumns,
        }
      : { ...pictureMlp, name: module, experiment: { ...pictureMlp.experiment, model } };
  },
);
const all = [...smallPosteriors, ...own];
const homes = mkdtempSync(join(tmpdir(), 'parasample-pytorch-'));
afterAll(() => rmSync(homes, { recursive: true, force: true }));

interface Exported {
  readonly folder: string;
  readonly posterior: TrainedPosterior;
  readonly raw: Float32Array;
}

async function exported(small: SmallPosterior): Promise<Exported> {
  const home = mkdtempSync(join(homes, 'p'));
  const posterior = await openPosterior(writePosterior(home, small));
  const { metadata } = posterior;
  await exportAs('pytorch', home, runOf(metadata.experiment), home);
  const folder = join(home, 'run-1-pytorch');
  const raw = rawInputs(metadata, items);
  const inputs = { name: 'inputs', shape: [items, ...metadata.task.inputShape], data: raw };
  writeFileSync(join(folder, 'inputs.safetensors'), encodeSafetensors([inputs], {}));
  if (own.includes(small)) writeFileSync(join(folder, 'module.txt'), small.name);
  writeFileSync(join(folder, 'draws.safetensors'), encodeSafetensors(drawsOf(posterior), {}));
  return { folder, posterior, raw };
}

/** The weights and masks that the app's own predictions are made with. */
function drawsOf(posterior: TrainedPosterior) {
  const { weights, masks } = freezeSamples(posterior, { kind: 'javascript' }, () => {});
  return [
    ...weights.values(),
    ...[...masks.values()].map((values, site) => ({ ...values, name: `mask/${site}` })),
  ];
}

function outputsOf({ folder }: Exported): ReadonlyMap<string, Float32Array> {
  const { tensors } = decodeSafetensors(readFileSync(join(folder, 'outputs.safetensors')));
  return new Map(tensors.map(({ name, data }) => [name, data]));
}

function meanOf(samples: Float32Array, count: number): Float32Array {
  const size = samples.length / count;
  return Float32Array.from({ length: size }, (_, at) => {
    let sum = 0;
    for (let sample = 0; sample < count; sample += 1) sum += samples[sample * size + at];
    return sum / count;
  });
}

describe('a posterior exported for PyTorch', () => {
  const networks = new Map<string, Exported>();
  beforeAll(async () => {
    for (const small of all) networks.set(small.name, await exported(small));
    await runPython('predict_pytorch.py', ...[...networks.values()].map(({ folder }) => folder));
  });

  test.each(all)('predicts with the same weights what the app predicts: $name', ({ name }) => {
    const network = networks.get(name) as Exported;
    const { posterior, raw } = network;
    const results = outputsOf(network);
    const own = ownSamples(posterior, raw, items);
    expect(relativeDistance(results.get('given/samples') ?? [], own)).toBeLessThan(closeness);
    const mean = meanOf(own, posterior.experiment.training.samples);
    expect(relativeDistance(results.get('given/mean') ?? [], mean)).toBeLessThan(closeness);
    if (posterior.metadata.task.kind === 'regression')
      expect(relativeDistance(results.get('given/std') ?? [], ownStds(posterior, raw, items))).toBeLessThan(
        closeness,
      );
  });

  test.each(all)('says of other inputs what it takes: $name', ({ name }) => {
    const { folder, posterior } = networks.get(name) as Exported;
    const shape = ['items', ...posterior.metadata.task.inputShape].join(', ');
    expect(readFileSync(join(folder, 'refusal.txt'), 'utf8')).toContain(`this network takes [${shape}]`);
  });

  test.each(all)('draws of its own are of the same posterior: $name', async ({ name }) => {
    const network = networks.get(name) as Exported;
    const results = outputsOf(network);
    expect(results.get('again/samples')).toEqual(results.get('drawn/samples'));
    const { inference } = network.posterior.experiment;
    const isDrawn = ['variational', 'low-rank', 'rank-1', 'mc-dropout'].includes(inference.method);
    const file = join(network.folder, 'posterior.safetensors');
    const posterior = await openPosterior(file, isDrawn ? 100 : undefined);
    const own = meanOf(ownSamples(posterior, network.raw, items), posterior.experiment.training.samples);
    const theirs = results.get('drawn/mean') ?? new Float32Array();
    // Members are the same; the means of 100 draws each differ by a standard error of 0.14 of the draws' spread.
    if (!isDrawn) return expect(relativeDistance(theirs, own)).toBeLessThan(closeness);
    const spread = results.get('drawn/std_epistemic') ?? results.get('drawn/std') ?? [];
    own.forEach((mean, at) => {
      expect(Math.abs(mean - theirs[at])).toBeLessThan(0.8 * spread[at]);
    });
  });
});

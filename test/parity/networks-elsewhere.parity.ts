import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import { exportNetwork } from '../../src-workers/export/export-network';
import { openPosterior, type TrainedPosterior } from '../../src-workers/posterior/trained-posterior';
import { expectRightlyRounded, largeFields } from '../src-workers/export/rightly-rounded';
import { ownSamples } from '../src-workers/posterior/own-samples';
import {
  pictureMlp,
  rawInputs,
  type SmallPosterior,
  smallPosteriors,
  writePosterior,
} from '../src-workers/posterior/small-posteriors';
import { relativeDistance } from '../src-workers/relative-distance';
import { runPython } from './python';

// As many as one chunk of predictions holds.
const items = 4;
const homes = mkdtempSync(join(tmpdir(), 'parasample-networks-'));
afterAll(() => rmSync(homes, { recursive: true, force: true }));
const formats = ['onnx', 'savedmodel'] as const;
const consumers = { onnx: 'ONNX Runtime', savedmodel: 'TensorFlow' } as const;

/** An exported network beside the inputs that it is to be run on. */
interface Exported {
  readonly folder: string;
  readonly posterior: TrainedPosterior;
  readonly raw: Float32Array;
}

async function exported(
  small: SmallPosterior,
  format: (typeof formats)[number],
  draws: 'frozen' | 'fresh' = 'frozen',
  samples?: number,
): Promise<Exported> {
  const home = mkdtempSync(join(homes, 'n'));
  const file = writePosterior(home, small);
  const folder = join(home, 'network');
  mkdirSync(folder);
  const wanted = samples === undefined ? {} : { samples };
  const work = {
    kind: 'export-network',
    posterior: file,
    format,
    draws,
    outFolder: folder,
    ...wanted,
  } as const;
  await exportNetwork(work, { kind: 'javascript' }, () => {});
  const posterior = await openPosterior(file, samples);
  const raw = rawInputs(posterior.metadata, items);
  const shape = [items, ...posterior.metadata.task.inputShape];
  const inputs = encodeSafetensors([{ name: 'inputs', shape, data: raw }], {});
  writeFileSync(join(folder, 'inputs.safetensors'), inputs);
  return { folder, posterior, raw };
}

function outputsOf({ folder }: Exported): ReadonlyMap<string, Float32Array> {
  const { tensors } = decodeSafetensors(readFileSync(join(folder, 'outputs.safetensors')));
  return new Map(tensors.map(({ name, data }) => [name, data]));
}

describe.each(formats)('an exported network in %s', (format) => {
  const networks = new Map<string, Exported>();
  beforeAll(async () => {
    for (const small of smallPosteriors) networks.set(small.name, await exported(small, format));
    for (const draws of ['frozen', 'fresh'] as const)
      networks.set(draws, await exported(pictureMlp, format, draws, 200));
    networks.set(largeFields.name, await exported(largeFields, format));
    // All in one process: loading TensorFlow takes longer than all that it does here.
    await runPython('run_network.py', ...[...networks.values()].map(({ folder }) => folder));
  });

  test.each(smallPosteriors)(
    `is opened by ${consumers[format]} and predicts what the app predicts: $name`,
    ({ name }) => {
      const network = networks.get(name) as Exported;
      const results = outputsOf(network);
      expect(
        relativeDistance(results.get('samples') ?? [], ownSamples(network.posterior, network.raw, items)),
      ).toBeLessThan(2e-5);
      expect(results.get('again/samples')).toEqual(results.get('samples'));
      for (const summary of ['mean', 'std'])
        expect(results.get(summary)?.every(Number.isFinite), summary).toBe(true);
    },
  );

  test('gives values that lie far from zero as nearly as single precision has them, and their spread', () => {
    const network = networks.get(largeFields.name) as Exported;
    expectRightlyRounded(outputsOf(network), network.posterior, network.raw, items);
  });

  test('draws new weight samples at each run where it was asked to', () => {
    const fresh = outputsOf(networks.get('fresh') as Exported);
    expect(fresh.get('again/samples')).not.toEqual(fresh.get('samples'));
    const frozen = outputsOf(networks.get('frozen') as Exported).get('mean') ?? new Float32Array();
    // Means of 200 probabilities, each with a standard error of at most 0.035.
    frozen.forEach((probability, at) => {
      expect(Math.abs(probability - (fresh.get('mean')?.[at] ?? Number.NaN))).toBeLessThan(0.2);
    });
  });
});

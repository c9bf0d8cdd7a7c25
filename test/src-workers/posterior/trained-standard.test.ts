import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeFloats } from '../../../src-main/export/npy';
import { assessmentSchema } from '../../../src-shared/assessment/assessment';
import { calibrationSchema } from '../../../src-shared/assessment/calibration';
import { decodeSafetensors, encodeSafetensors } from '../../../src-shared/formats/safetensors';
import { posteriorComparisonSchema } from '../../../src-shared/posterior/posterior-comparison';
import { assessPosterior } from '../../../src-workers/assess/assess-posterior';
import { calibratePosterior } from '../../../src-workers/calibrate/calibrate-posterior';
import { comparePosteriors } from '../../../src-workers/compare/compare-posteriors';
import { netcdf3 } from '../../src-files/netcdf/netcdf-files';
import { temporaryFolder } from '../../temporary-folder';
import { type SmallPosterior, writePosterior } from './small-posteriors';

const engine = { kind: 'javascript' } as const;
const common: Omit<SmallPosterior['experiment'], 'data'> = {
  model: { kind: 'mlp', hidden: [] },
  inference: { method: 'point-estimate', noise: { kind: 'fixed', std: 0.5 } },
  training: { samples: 1, batchSize: 4 },
};

/** A posterior of one dense layer with these numbers: [inputs, outputs] and [outputs]. */
function written(small: SmallPosterior, weights: readonly number[], biases: readonly number[]): string {
  const file = writePosterior(temporaryFolder(), small);
  const { tensors, metadata } = decodeSafetensors(readFileSync(file), file);
  const values = { 'layers.0.weight': weights, 'layers.0.bias': biases };
  const given = tensors.map((tensor) => ({
    ...tensor,
    data: Float32Array.from(values[tensor.name as keyof typeof values]),
  }));
  writeFileSync(file, encodeSafetensors(given, metadata));
  return file;
}

async function assessedRmse(posterior: string, location: string): Promise<unknown> {
  const folder = temporaryFolder();
  const out = join(folder, 'assessment.json');
  const none = { ood: [], labelled: [], by: [], corruptions: false, pruning: false };
  const soFar = join(folder, 'so-far.jsonl');
  const work = { posterior, location, ...none, soFar, code: 'this', out };
  await assessPosterior({ kind: 'assess', ...work }, engine, () => {});
  const { values } = assessmentSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
  return values?.scores.rmse;
}

/**
 * Data whose training items were measured otherwise where weights were trained, as by a version that looked at other items of large
 * data, are seen by these weights as they were then. What is right was computed with NumPy from the formulas below.
 */
describe('arrays, of items i: x = (7i mod 13 - 4, (5i + 3 mod 11) / 2), y = 2 x[0] - x[1] + (i * i mod 5)', () => {
  /** 12 items to train on, whose x have the means 2 and 2.417; 30 to validate; 10 to test. */
  function arrays(): string {
    const folder = join(temporaryFolder(), 'arrays');
    mkdirSync(folder);
    for (const [part, first, end] of [
      ['train', 0, 12],
      ['val', 12, 42],
      ['test', 42, 52],
    ] as const) {
      const items = Array.from({ length: end - first }, (_, at) => first + at);
      const x = items.map((i) => [((7 * i) % 13) - 4, ((5 * i + 3) % 11) / 2]);
      const y = items.map((i, at) => 2 * x[at][0] - x[at][1] + ((i * i) % 5));
      writeFileSync(
        join(folder, `x_${part}.npy`),
        encodeFloats([items.length, 2], Float32Array.from(x.flat())),
      );
      writeFileSync(join(folder, `y_${part}.npy`), encodeFloats([items.length], Float32Array.from(y)));
    }
    return folder;
  }

  const posterior = (path: string, mean: readonly number[], std: readonly number[]) =>
    written(
      {
        name: 'arrays',
        experiment: { ...common, data: { dataset: 'arrays', path, task: 'regression' } },
        task: {
          kind: 'regression',
          inputShape: [2],
          targetShape: [1],
          targetNames: ['y'],
          targetMean: [10 / 3],
          targetStd: [7.682049784327676],
        },
        normalisation: { mean: [...mean], std: [...std] },
      },
      [0.75, -0.5],
      [0.25],
    );
  const earlier = (path: string) => posterior(path, [4.5, -1.25], [2.5, 0.75]);

  test('are assessed in the standard of the posterior', async () => {
    const path = arrays();
    expect(await assessedRmse(earlier(path), path)).toBeCloseTo(23.11171855336163, 4);
    expect(await assessedRmse(posterior(path, [1, 2], [3, 1]), path)).toBeCloseTo(5.073450254100564, 4);
  });

  test('are calibrated in it', async () => {
    const path = arrays();
    const out = join(temporaryFolder(), 'calibration.json');
    const work = { kind: 'calibrate', posterior: earlier(path), location: path, coverage: 0.8, out } as const;
    await calibratePosterior(work, engine, () => {});
    const { intervals } = calibrationSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    // Twice the 25th smallest of the 30 distances |y - mean| of validation.
    expect(intervals?.found[0].width).toBeCloseTo(62.789731607954735, 3);
  });

  test('are seen by each of two that are compared in its own', async () => {
    const path = arrays();
    const out = join(temporaryFolder(), 'comparison.json');
    const other = posterior(path, [1, 2], [3, 1]);
    const work = { kind: 'compare', posterior: earlier(path), other, location: path, out } as const;
    await comparePosteriors(work, engine, () => {});
    const { predictions } = posteriorComparisonSchema.parse(JSON.parse(readFileSync(out, 'utf8')));
    if (predictions.kind !== 'values') throw new Error('These are values.');
    expect(predictions.targets[0].meanDifference).toBeCloseTo(24.46106004896631, 4);
  });
});

describe('fields of 20 steps t of two cells c: p = (7t + 3c mod 13) + t / 2', () => {
  function fields(): string {
    const file = join(temporaryFolder(), 'p.nc');
    const values = Array.from({ length: 40 }, (_, at) => {
      const [t, c] = [Math.floor(at / 2), at % 2];
      return ((7 * t + 3 * c) % 13) + t / 2;
    });
    writeFileSync(file, netcdf3([{ name: 'p', shape: [20, 1, 2], values }]));
    return file;
  }

  const posterior = (path: string, mean: number, std: number) =>
    written(
      {
        name: 'fields',
        experiment: { ...common, data: { dataset: 'field', path, variables: ['p'], testFraction: 0.2 } },
        task: {
          kind: 'regression',
          inputShape: [1, 2, 1],
          targetShape: [1, 2, 1],
          targetNames: ['p'],
          targetMean: [mean],
          targetStd: [std],
        },
        normalisation: { names: ['p'], mean: [mean], std: [std] },
      },
      [0.75, 0.25, -0.5, 0.5],
      [0.25, -0.125],
    );

  test('are assessed in the standard of the posterior, inputs and targets', async () => {
    const path = fields();
    // NumPy's mean square distances of the four steps to test, each predicted from the one before.
    const right = Math.sqrt((73.015625 + 1.5625 + 90.390625 + 2.3125) / 4);
    expect(await assessedRmse(posterior(path, 9, 4), path)).toBeCloseTo(right, 4);
  });

  test('are not compared where what is predicted was standardised otherwise, and it says so', async () => {
    const path = fields();
    const out = join(temporaryFolder(), 'comparison.json');
    const both = { posterior: posterior(path, 9, 4), other: posterior(path, 8, 4) };
    await expect(
      comparePosteriors({ kind: 'compare', ...both, location: path, out }, engine, () => {}),
    ).rejects.toThrow('were standardised otherwise in each (an earlier version measured all steps');
  });
});

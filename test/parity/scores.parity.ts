import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeSafetensors } from '../../src-shared/formats/safetensors';
import { ClassificationEvaluation } from '../../src-workers/evaluate/classification-evaluation';
import { RegressionEvaluation } from '../../src-workers/evaluate/regression-evaluation';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { runPython } from './python';

type Scores = Readonly<Record<string, number>>;

const [samples, items, classes] = [6, 200, 4];
const noiseStd = 0.75;
/** Sums are kept in single precision here and there. */
const closeness = 2e-6;

const logProbabilities = randomLogProbabilities(0);
/** So sure that most probabilities are 0 even in double precision; all samples of nearly the same, so that none are tied. */
const sureLogProbabilities = randomLogProbabilities(3000);
const labels = Int32Array.from(normals(items, 2), (value) => Math.floor(Math.abs(10 * value)) % classes);
const values = normals(samples * items, 3);
const truths = normals(items, 4).map((value) => 1.5 * value);

/** Of classes [samples, items, classes]. @param sureness of what all samples say alike */
function randomLogProbabilities(sureness: number): Float32Array {
  const logits = normals(samples * items * classes, 1);
  const common = normals(items * classes, 5);
  const all = new Float32Array(logits.length);
  for (let at = 0; at < logits.length; at += classes) {
    const row = Array.from(
      logits.subarray(at, at + classes),
      (value, label) => 3 * value + sureness * common[(at + label) % common.length],
    );
    const largest = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
    all.set(
      row.map((value) => value - largest - Math.log(sum)),
      at,
    );
  }
  return all;
}

function normals(count: number, stream: number): Float32Array {
  const drawn = new Float32Array(count);
  fillStatelessNormal(11, stream, drawn);
  return drawn;
}

function ownClassScores(predicted: Float32Array): Scores {
  const evaluation = new ClassificationEvaluation(items, classes);
  evaluation.add(predicted, samples, labels);
  return evaluation.scores();
}

function ownValueScores(count: number, noise: number): Scores {
  const evaluation = new RegressionEvaluation({
    noise:
      noise === 0 ? { kind: 'samples' } : { kind: 'by-sample', stds: new Float64Array(count).fill(noise) },
    targetNames: ['y'],
    targetStd: [1],
  });
  evaluation.add(values.subarray(0, count * items), count, truths);
  return evaluation.scores();
}

describe('scores are those that scikit-learn, properscoring and SciPy compute', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-scores-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let theirs: Readonly<Record<string, Scores>> = {};

  beforeAll(async () => {
    const [given, output] = [join(folder, 'given.safetensors'), join(folder, 'scores.json')];
    const tensors = [
      { name: 'log_probabilities', shape: [samples, items, classes], data: logProbabilities },
      { name: 'sure_log_probabilities', shape: [samples, items, classes], data: sureLogProbabilities },
      { name: 'labels', shape: [items], data: Float32Array.from(labels) },
      { name: 'values', shape: [samples, items], data: values },
      { name: 'truths', shape: [items], data: truths },
      { name: 'noise_std', shape: [1], data: Float32Array.of(noiseStd) },
    ];
    writeFileSync(given, encodeSafetensors(tensors, {}));
    await runPython('compute_scores.py', given, output);
    theirs = JSON.parse(readFileSync(output, 'utf8'));
  });

  test.each([
    [
      'classes: accuracy, NLL, Brier score, calibration, entropy and its parts',
      'classes',
      () => ownClassScores(logProbabilities),
    ],
    ['classes of networks that are very sure', 'sure', () => ownClassScores(sureLogProbabilities)],
    ['values with noise of their own: a mixture', 'mixture', () => ownValueScores(samples, noiseStd)],
    ['values of one sample with noise: a Gaussian', 'gaussian', () => ownValueScores(1, noiseStd)],
    ['values with the noise read off the samples: an ensemble', 'ensemble', () => ownValueScores(samples, 0)],
  ] as const)('%s', (_, task, own) => {
    const scores = own();
    expect(Object.keys(scores).sort()).toEqual(Object.keys(theirs[task]).sort());
    for (const [name, score] of Object.entries(theirs[task]))
      expect(Math.abs(scores[name] - score), name).toBeLessThan(closeness * (1 + Math.abs(score)));
  });
});

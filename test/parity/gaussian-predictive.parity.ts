import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  env,
  setBackend,
  type Tensor,
  type Tensor2D,
  tensor,
  valueAndGrad,
  zeros,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors } from '../../src-shared/formats/safetensors';
import type { Objective } from '../../src-workers/bayes/objectives/objective';
import { sampleMomentsAveraged, sampleMomentsExact } from '../../src-workers/bayes/objectives/sample-moments';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { relativeDistance } from '../src-workers/relative-distance';
import { temporaryFolder } from '../temporary-folder';
import { runPython } from './python';

const [samples, items, targets] = [5, 7, 3];
const outputs = { name: 'outputs', shape: [samples, items, targets], data: normals(1) };
const truths = { name: 'targets', shape: [items, targets], data: normals(2).slice(0, items * targets) };
/** Of float32 sums in another order. */
const closeness = 1e-5;

function normals(stream: number): Float32Array {
  const values = new Float32Array(samples * items * targets);
  fillStatelessNormal(3, stream, values);
  return values;
}

/** Mean negative log density over the items, and the gradient of what is differentiated for it. */
function own(objective: Objective): { readonly nll: number; readonly gradient: Float32Array } {
  env().set('IS_NODE', false);
  setBackend('cpu');
  const forwardOf = (drawn: Tensor) => ({
    outputs: drawn,
    targets: tensor(truths.data, [items, targets]),
    logLikelihoods: () => {
      throw new Error('The noise is read off the samples.');
    },
  });
  const given = tensor(outputs.data, outputs.shape);
  const pooled = objective.pooling?.statistics(forwardOf(given)) ?? zeros([items, 1]);
  const { grad } = valueAndGrad((drawn) => objective.term(forwardOf(drawn), pooled as Tensor2D).surrogate)(
    given,
  );
  const { nll } = objective.term(forwardOf(given), pooled as Tensor2D);
  return { nll: nll.dataSync()[0], gradient: grad.dataSync<'float32'>() };
}

test("the Gaussian with the noise read off the samples is torch_blue's Gaussian predictive: value and gradient", async () => {
  const folder = temporaryFolder();
  const [given, output] = [join(folder, 'given.safetensors'), join(folder, 'theirs.safetensors')];
  writeFileSync(given, encodeSafetensors([outputs, truths], {}));
  await runPython('gaussian_predictive.py', given, output);
  const { tensors } = decodeSafetensors(readFileSync(output));
  const theirs = new Map(tensors.map(({ name, data }) => [name, data]));
  for (const objective of [sampleMomentsAveraged(), sampleMomentsExact(samples, targets)]) {
    const { nll, gradient } = own(objective);
    expect(relativeDistance([nll], theirs.get('nll') ?? [])).toBeLessThan(closeness);
    expect(relativeDistance(gradient, theirs.get('gradient') ?? [])).toBeLessThan(closeness);
  }
});

// How far one path of training leaves another that is the same in exact arithmetic: samples in two passes instead of one, as
// on two devices, and beside that one weight moved by one unit in its last place before the first step.
// npm run bench -- divergence
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { variationalFamily } from '../src-workers/bayes/families/variational';
import { initialGaussian } from '../src-workers/bayes/gaussian-posterior';
import { categorical } from '../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../src-workers/bayes/priors/gaussian-prior';
import { flatten, layoutOf } from '../src-workers/engine/parameter-layout';
import type { PassInputs } from '../src-workers/engine/pass';
import type { CompiledProgram } from '../src-workers/engine/program';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { networkFor } from '../src-workers/models/build-model';
import type { Model } from '../src-workers/models/model';
import { noiseSeeds } from '../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../src-workers/random/stateless-noise';
import { trainingProgram } from '../src-workers/train/training-program';

const [samples, items, classes] = [4, 32, 10];
const side = 32;
const pixels = side * side * 3;
const looks = [1, 2, 5, 10, 20, 30, 60];
const shapes = { inputShape: [side, side, 3], outputShape: [classes] };
const networks = {
  'CNN 16-32-64 + 64, ReLU': networkFor(
    { kind: 'cnn', channels: [16, 32, 64], hidden: [64], activation: 'relu', dropout: 0 },
    shapes,
  ),
  'the same, GELU': networkFor(
    { kind: 'cnn', channels: [16, 32, 64], hidden: [64], activation: 'gelu', dropout: 0 },
    shapes,
  ),
  'MLP 64-64, ReLU': networkFor({ kind: 'mlp', hidden: [64, 64], activation: 'relu', dropout: 0 }, shapes),
} as const;

export default function benchDivergence(): void {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  console.log(
    `Relative distance of all parameters, in norm, from the path of one pass; S ${samples}, B ${items}, Adam, seeds 1 to 3`,
  );
  for (const [name, model] of Object.entries(networks))
    for (const rate of [0.001, 0.01])
      for (const seed of [1, 2, 3]) follow(name, model, rate, seed, runtime.binding);
}

function follow(name: string, model: Model, rate: number, seed: number, binding: string): void {
  const family = variationalFamily(model.weights, {
    prior: gaussianPrior(() => 1),
    kl: 'analytical',
    initialValues: (of) => initialGaussian(model.weights, 0.1, of),
  });
  const program = trainingProgram(model, family, {
    inputShape: shapes.inputShape,
    targetShape: [],
    targetType: 'int32',
    trainItems: 2000,
    samples,
    heat: 1,
    likelihood: categorical,
    objective: elbo,
  });
  const passes = [samples, samples / 2].map((count) => ({ samples: count, items, firstOwn: 0 }));
  const engines = Array.from({ length: 3 }, () =>
    compileForTensorflow(loadBinding(binding), program, {
      passes,
      predictions: [],
      optimiser: { kind: 'adam', weightDecay: 0 },
    }),
  );
  const [whole, halves, moved] = engines;
  const start = flatten(layoutOf(program.parameters), family.initialValues(seed));
  whole.setParameters(start);
  halves.setParameters(start);
  moved.setParameters(withOneMoved(start));
  const found = looks.map(() => '');
  for (let step = 1; step <= looks[looks.length - 1]; step += 1) {
    stepInPasses(whole, model, 1, { seed, step, rate });
    stepInPasses(halves, model, 2, { seed, step, rate });
    stepInPasses(moved, model, 1, { seed, step, rate });
    const look = looks.indexOf(step);
    if (look < 0) continue;
    const [a, b, c] = engines.map((engine) => engine.parameters());
    found[look] = `${step}: ${distance(b, a).toExponential(1)} and ${distance(c, a).toExponential(1)}`;
  }
  for (const engine of engines) engine.dispose();
  console.log(`${name}, rate ${rate}, seed ${seed}: two passes and one ulp after ${found.join('; ')}`);
}

interface Step {
  readonly seed: number;
  readonly step: number;
  readonly rate: number;
}

function stepInPasses(
  engine: CompiledProgram,
  model: Model,
  passes: number,
  { seed, step, rate }: Step,
): void {
  const count = samples / passes;
  const gradients = Array.from({ length: passes }, (_, pass) => {
    const inputs: PassInputs = {
      shape: { samples: count, items, firstOwn: 0 },
      ...batchOf(step),
      seeds: noiseSeeds(seed, 'training', step, model.weights.length, { first: pass * count, count }),
      share: 1 / passes,
    };
    return engine.gradients(inputs).gradients;
  });
  const [sum, ...others] = gradients;
  for (const other of others) for (let at = 0; at < sum.length; at += 1) sum[at] += other[at];
  engine.apply(sum, { learningRate: rate, step });
}

/** Pictures of ten patterns with noise upon them. */
function batchOf(step: number): { readonly inputs: Float32Array; readonly targets: Int32Array } {
  const inputs = new Float32Array(items * pixels);
  fillStatelessNormal(17, step, inputs);
  const targets = Int32Array.from({ length: items }, (_, item) => (item + step) % classes);
  const pattern = new Float32Array(pixels);
  targets.forEach((label, item) => {
    fillStatelessNormal(29, label, pattern);
    for (let at = 0; at < pixels; at += 1) inputs[item * pixels + at] += 0.3 * pattern[at];
  });
  return { inputs, targets };
}

/** The first weight that is not 0, one unit in its last place larger in size. */
function withOneMoved(parameters: Float32Array): Float32Array {
  const moved = parameters.slice();
  const at = moved.findIndex((value) => value !== 0);
  new Int32Array(moved.buffer)[at] += 1;
  return moved;
}

function distance(values: Float32Array, reference: Float32Array): number {
  let squares = 0;
  let norm = 0;
  reference.forEach((value, at) => {
    squares += (values[at] - value) ** 2;
    norm += value ** 2;
  });
  return Math.sqrt(squares / norm);
}

// How much faster one step is as a compiled graph than eagerly on the same TensorFlow, in alternating rounds.
// npm run bench -- graph-and-eager
import { availableParallelism } from 'node:os';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import { variationalFamily } from '../src-workers/bayes/families/variational';
import { initialGaussian } from '../src-workers/bayes/gaussian-posterior';
import { categorical } from '../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../src-workers/bayes/priors/gaussian-prior';
import { runEagerly } from '../src-workers/engine/javascript/javascript-engine';
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
import { registerEagerTensorflow } from './eager-tensorflow';

interface Workload {
  readonly name: string;
  readonly model: Model;
  readonly imageShape: readonly number[];
  readonly samples: number;
  readonly items: number;
}

const digits = [8, 8, 1];
const cifar = [32, 32, 3];
const relu = { activation: 'relu', dropout: 0 } as const;
const workloads: readonly Workload[] = [
  {
    name: 'digits MLP 64-64-128-10, S 8, B 64',
    model: networkFor({ kind: 'mlp', hidden: [64, 128], ...relu }, { inputShape: digits, outputShape: [10] }),
    imageShape: digits,
    samples: 8,
    items: 64,
  },
  {
    name: 'CNN 32-64-128 + 256 on 32 x 32, S 4, B 16',
    model: networkFor(
      { kind: 'cnn', channels: [32, 64, 128], hidden: [256], ...relu },
      { inputShape: cifar, outputShape: [10] },
    ),
    imageShape: cifar,
    samples: 4,
    items: 16,
  },
];
const rounds = 7;

export default function benchGraphAndEager(): void {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  registerEagerTensorflow(runtime.binding);
  console.log(
    `One step, medians of ${rounds} alternating rounds, ${availableParallelism()} cores, TensorFlow ${runtime.version} (${runtime.variant})`,
  );
  for (const workload of workloads) measure(workload, runtime.binding);
}

function measure({ name, model, imageShape, samples, items }: Workload, binding: string): void {
  const family = variationalFamily(model.weights, {
    prior: gaussianPrior(() => 1),
    kl: 'analytical',
    initialValues: (seed) => initialGaussian(model.weights, 0.1, seed),
  });
  const program = trainingProgram(model, family, {
    inputShape: imageShape,
    targetShape: [],
    targetType: 'int32',
    trainItems: 1000,
    samples,
    heat: 1,
    likelihood: categorical,
    objective: elbo,
  });
  const shape = { samples, items, firstOwn: 0 };
  const options = { passes: [shape], predictions: [], optimiser: { kind: 'adam', weightDecay: 0 } } as const;
  const images = new Float32Array(items * imageShape.reduce((product, size) => product * size, 1));
  fillStatelessNormal(1, 2, images);
  const labels = Int32Array.from({ length: items }, (_, item) => item % 10);
  const seeds = noiseSeeds(1, 'training', 1, model.weights.length, { first: 0, count: samples });
  const inputs: PassInputs = { shape, inputs: images, targets: labels, seeds, share: 1 };
  const engines = [
    compileForTensorflow(loadBinding(binding), program, options),
    runEagerly('tensorflow', program, options),
  ];
  for (const engine of engines) {
    engine.setParameters(flatten(layoutOf(program.parameters), family.initialValues(1)));
    stepMs(engine, inputs);
  }
  const times = Array.from({ length: rounds }, () => engines.map((engine) => stepMs(engine, inputs)));
  const [graph, eager] = [0, 1].map((which) => median(times.map((round) => round[which])));
  const ratio = median(times.map(([graphMs, eagerMs]) => eagerMs / graphMs));
  console.log(
    `${name}: graph ${graph.toFixed(1)} ms, eager ${eager.toFixed(1)} ms, eager / graph ${ratio.toFixed(2)}`,
  );
}

function stepMs(engine: CompiledProgram, inputs: PassInputs): number {
  const steps = 5;
  const start = performance.now();
  for (let step = 1; step <= steps; step += 1) engine.gradientsAndApply(inputs, { learningRate: 1e-3, step });
  return (performance.now() - start) / steps;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

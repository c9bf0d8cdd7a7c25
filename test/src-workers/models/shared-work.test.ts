import { describe, expect, test } from 'vitest';
import { layersOf, withBayesianLayers } from '../../../src-shared/experiment/bayesian-layers';
import { modelSchema } from '../../../src-shared/experiment/networks';
import { variationalFamily } from '../../../src-workers/bayes/families/variational';
import { initialGaussian } from '../../../src-workers/bayes/gaussian-posterior';
import { categorical } from '../../../src-workers/bayes/likelihoods/categorical';
import { gaussian } from '../../../src-workers/bayes/likelihoods/gaussian';
import { elbo } from '../../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../../src-workers/bayes/priors/gaussian-prior';
import type { Task } from '../../../src-workers/data/run-data';
import { runEagerly } from '../../../src-workers/engine/javascript/javascript-engine';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';
import { buildModel } from '../../../src-workers/models/build-model';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { trainingProgram } from '../../../src-workers/train/training-program';
import { relativeDistance } from '../relative-distance';
import { randomArgument } from './probe';

const items = 4;
const samples = 4;
const numbers = { kind: 'regression', targetNames: ['y'], targetMean: [0], targetStd: [1] } as const;

const cases: readonly (readonly [name: string, model: unknown, task: Task])[] = [
  [
    'a CNN',
    { kind: 'cnn', channels: [2, 3], hidden: [4], activation: 'gelu' },
    { kind: 'classification', inputShape: [4, 4, 1], classNames: ['a', 'b', 'c', 'd'] },
  ],
  [
    'a vision transformer',
    { kind: 'vit', patchSize: 2, width: 8, depth: 1, heads: 2, mlpWidth: 8 },
    { kind: 'classification', inputShape: [4, 4, 1], classNames: ['a', 'b', 'c', 'd'] },
  ],
  [
    'a forecasting transformer',
    { kind: 'transformer', width: 8, heads: 2, encoderLayers: 1, decoderLayers: 1, feedForward: 8 },
    { ...numbers, inputShape: [6, 3], targetShape: [2, 1] },
  ],
  [
    'a Swin transformer',
    { kind: 'swin', patchSize: 1, width: 4, depths: [2, 1], headWidth: 2, window: 2 },
    { ...numbers, inputShape: [4, 5, 2], targetShape: [4, 5, 2] },
  ],
];

/** The gradient of a part of a step's samples and items, where these layers alone differ between samples. */
function gradientsOf(settings: unknown, task: Task, bayesianLayers: readonly string[]) {
  const built = buildModel(modelSchema.parse(settings), task);
  const selection = { bayesianLayers: [...bayesianLayers], pointEstimateLayers: [] };
  const model = { ...built, weights: withBayesianLayers(built.weights, selection) };
  const family = variationalFamily(model.weights, {
    prior: gaussianPrior(() => 1),
    kl: 'analytical',
    initialValues: (seed) => initialGaussian(model.weights, 0.5, seed),
  });
  const isClasses = task.kind === 'classification';
  const targetShape = isClasses ? [] : task.targetShape;
  const program = trainingProgram(model, family, {
    inputShape: task.inputShape,
    targetShape,
    targetType: isClasses ? 'int32' : 'float32',
    trainItems: 20,
    samples: 1,
    heat: 0.5,
    likelihood: isClasses ? categorical : gaussian({ kind: 'fixed', std: 0.5 }),
    objective: elbo,
  });
  const layout = layoutOf(program.parameters);
  const optimiser = { kind: 'adam', weightDecay: 0 } as const;
  const engine = runEagerly('cpu', program, { passes: [], predictions: [], optimiser });
  engine.setParameters(flatten(layout, family.initialValues(3)));
  const inputs = randomArgument([items, ...task.inputShape], 1).values;
  const targets = isClasses ? Int32Array.of(0, 1, 2, 3) : randomArgument([items, ...targetShape], 2).values;

  function gradient(first: number, count: number, firstItem: number, itemCount: number): Float32Array {
    const partOf = <Values extends Float32Array | Int32Array>(values: Values) => {
      const size = values.length / items;
      return values.slice(firstItem * size, (firstItem + itemCount) * size) as Values;
    };
    return engine.gradients({
      shape: { samples: count, items: itemCount, firstOwn: 0 },
      inputs: partOf(inputs),
      targets: partOf(targets),
      seeds: noiseSeeds(9, 'training', 1, program.noiseTensors, { first, count }),
      share: (count * itemCount) / (samples * items),
    }).gradients;
  }

  /** The parts of a step must add up to the whole. */
  function expectWhole(...parts: readonly Float32Array[]): void {
    const whole = gradient(0, samples, 0, items);
    const sum = whole.map((_, at) => parts.reduce((total, part) => total + part[at], 0));
    for (const slot of layout.slots)
      expect(relativeDistance(valuesOf(slot, sum), valuesOf(slot, whole)), slot.name).toBeLessThan(1e-4);
  }

  return { gradient, expectWhole };
}

// Normalisation weights are shared by all samples: their gradient must add up over workers as the others' does.
describe.each(cases)('%s has the gradient of one worker', (_name, settings, task) => {
  const { gradient, expectWhole } = gradientsOf(settings, task, []);

  test('when two share its samples', () => {
    expectWhole(gradient(0, 1, 0, items), gradient(1, 3, 0, items));
  });

  test('when two share its items', () => {
    expectWhole(gradient(0, samples, 0, 3), gradient(0, samples, 3, 1));
  });
});

// What lies before the first of these is computed once for all samples. Where one meets many, wherever in a network, the
// gradient of the one adds up those of the many.
describe.each(cases)('%s has the gradients of its samples one by one', (_name, settings, task) => {
  const { weights } = buildModel(modelSchema.parse(settings), task);
  const layers = layersOf(weights.filter(({ bayesian }) => bayesian));

  test.each(layers)('where %s alone has uncertainty', (layer) => {
    const { gradient, expectWhole } = gradientsOf(settings, task, [layer]);
    expectWhole(...[0, 1, 2, 3].map((sample) => gradient(sample, 1, 0, items)));
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ivonFamily } from '../../../src-workers/bayes/families/ivon';
import { runEagerly } from '../../../src-workers/engine/javascript/javascript-engine';
import { UpdateRule } from '../../../src-workers/engine/javascript/update-rule';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';
import type { IvonSettings, OptimiserSettings } from '../../../src-workers/engine/program';
import { loadBinding } from '../../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { updateParts } from '../../../src-workers/engine/update-parts';
import type { Model } from '../../../src-workers/models/model';
import { relativeDistance } from '../relative-distance';
import { bindingPath, tensorflow } from '../tensorflow';
import { smallProgram } from './small-programs';

// Recorded from ivon-opt by test/parity/record_ivon.py, whose settings are lr 0.2, ess 40, weight decay 0.0125 and so on.
interface Recorded {
  readonly start: readonly number[];
  readonly steps: readonly {
    /** [samples, weights] */
    readonly noise: readonly (readonly number[])[];
    readonly gradients: readonly (readonly number[])[];
    readonly mean: readonly number[];
    readonly std: readonly number[];
    readonly momentum: readonly number[];
    readonly hessian: readonly number[];
  }[];
}
const file = join(import.meta.dirname, '../../parity/fixtures/ivon.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

// At heat 2, 80 items weigh as 40: then decay 0.0125 is a prior's precision of 0.5.
const precision = 0.5;
const ivon: IvonSettings = {
  items: 80,
  effectiveItems: 40,
  rate: 2,
  beta1: 0.9,
  beta2: 0.95,
  initialHessian: 0.3,
  clipRadius: 2,
};
const settings: OptimiserSettings = { kind: 'adam', weightDecay: 0, ivon };

test('with the same gradients and noise, steps are those of ivon-opt', () => {
  const shape = [recorded.start.length];
  const layout = layoutOf([
    { name: 'w.mean', shape, precision },
    { name: 'w.log_std', shape, precision, role: 'log-std' },
  ]);
  const startStd = (40 * (0.3 + 0.0125)) ** -0.5;
  const startLogStd = new Float32Array(shape[0]).fill(Math.log(startStd));
  const parameters = flatten(layout, [Float32Array.from(recorded.start), startLogStd]);
  const rule = new UpdateRule(settings, updateParts(layout, settings));
  const [meanSlot, logStdSlot] = layout.slots;
  recorded.steps.forEach(({ noise, gradients, ...expected }, index) => {
    const std = valuesOf(logStdSlot, parameters).map(Math.exp);
    // What the network's backward pass gives: of the loss of all 80 items, averaged over the samples.
    const over = (term: (sample: number, at: number) => number) =>
      Float32Array.from(std, (_, at) => {
        const terms = gradients.map((_sample, sample) => term(sample, at));
        return (80 * terms.reduce((sum, value) => sum + value, 0)) / terms.length;
      });
    const flat = flatten(layout, [
      over((sample, at) => gradients[sample][at]),
      over((sample, at) => gradients[sample][at] * noise[sample][at] * std[at]),
    ]);
    rule.apply(parameters, flat, { learningRate: 0.1, step: index + 1 });
    const [moment] = rule.state;
    expect(relativeDistance(valuesOf(meanSlot, parameters), expected.mean)).toBeLessThan(1e-5);
    expect(relativeDistance(valuesOf(logStdSlot, parameters).map(Math.exp), expected.std)).toBeLessThan(1e-5);
    expect(relativeDistance(valuesOf(meanSlot, moment), expected.momentum)).toBeLessThan(1e-5);
    expect(relativeDistance(valuesOf(logStdSlot, moment), expected.hessian)).toBeLessThan(1e-5);
  });
});

const small: IvonSettings = { ...ivon, items: 50, effectiveItems: 500, rate: 10, clipRadius: 0.1 };

/** The first layer is a point estimate, which the optimiser moves that IVON stands beside. */
function smallFamily({ weights }: Model) {
  const mixed = weights.map((weight) =>
    weight.name.startsWith('layers.0.') ? { ...weight, bayesian: false } : weight,
  );
  return ivonFamily(mixed, { kind: 'gaussian', std: 0.5 }, small);
}

// With our own operations the optimiser is our own too; without them it is TensorFlow's.
describe.each([
  ['with our own operations', tensorflow()],
  ['without them', loadBinding(bindingPath(), false)],
])('the compiled graph %s', (_name, binding) => {
  test.each([
    { kind: 'adam', weightDecay: 0.01 },
    { kind: 'adamw', weightDecay: 0.1 },
    { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
  ] as const)('takes the same steps as plain JavaScript beside %j', (others) => {
    const { program, initial, inputs, options } = smallProgram('mlp', 'tanh', { family: smallFamily });
    const optimiser = { ...others, ivon: small };
    const engines = [
      compileForTensorflow(binding, program, { ...options, optimiser }),
      runEagerly('cpu', program, { ...options, optimiser }),
    ];
    for (const engine of engines) {
      engine.setParameters(initial);
      for (let step = 1; step <= 5; step += 1)
        engine.gradientsAndApply(inputs, { learningRate: 0.002, step });
    }
    const layout = layoutOf(program.parameters);
    for (const slot of layout.slots) {
      const [byGraph, byHand] = engines.map((engine) => valuesOf(slot, engine.parameters()));
      expect(relativeDistance(byGraph, valuesOf(slot, initial)), slot.name).toBeGreaterThan(1e-5);
      // Five steps on float32 gradients summed in another order.
      expect(relativeDistance(byGraph, byHand), slot.name).toBeLessThan(1e-5);
    }
    engines[0].optimiserState().forEach((moment, index) => {
      expect(relativeDistance(moment, engines[1].optimiserState()[index])).toBeLessThan(1e-4);
    });
    for (const engine of engines) engine.dispose();
  });

  // TensorFlow takes vectors over without copying where they begin at a multiple of 64 bytes.
  test('leaves the vectors that it was given as they were, wherever in memory they begin', () => {
    const { program, initial, inputs, options } = smallProgram('mlp', 'tanh', { family: smallFamily });
    const optimiser = { kind: 'adam', weightDecay: 0, ivon: small } as const;
    const engine = compileForTensorflow(binding, program, { ...options, optimiser });
    for (let begin = 0; begin < 320; begin += 1) {
      const first = begin % 16;
      const given = new Float32Array(initial.length + 16).subarray(first, first + initial.length);
      given.set(initial);
      engine.setParameters(given);
      engine.gradientsAndApply(inputs, { learningRate: 0.002, step: 1 });
      expect(relativeDistance(given, initial)).toBe(0);
    }
    engine.dispose();
  });

  test('goes on from a state that it gave, as if it had never stopped', () => {
    const { program, initial, inputs, options } = smallProgram('mlp', 'tanh', { family: smallFamily });
    const optimiser = { kind: 'adam', weightDecay: 0, ivon: small } as const;
    const compile = () => compileForTensorflow(binding, program, { ...options, optimiser });
    const [whole, first, second] = [compile(), compile(), compile()];
    whole.setParameters(initial);
    first.setParameters(initial);
    for (const step of [1, 2, 3]) whole.gradientsAndApply(inputs, { learningRate: 0.01, step });
    for (const step of [1, 2]) first.gradientsAndApply(inputs, { learningRate: 0.01, step });
    second.restore(first.parameters(), first.optimiserState());
    second.gradientsAndApply(inputs, { learningRate: 0.01, step: 3 });
    expect(second.parameters()).toEqual(whole.parameters());
    expect(second.optimiserState()).toEqual(whole.optimiserState());
    for (const engine of [whole, first, second]) engine.dispose();
  });
});

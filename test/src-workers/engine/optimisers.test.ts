import { describe, expect, test } from 'vitest';
import { runEagerly } from '../../../src-workers/engine/javascript/javascript-engine';
import { UpdateRule } from '../../../src-workers/engine/javascript/update-rule';
import {
  flatten,
  layoutOf,
  type ParameterSpec,
  valuesOf,
} from '../../../src-workers/engine/parameter-layout';
import type { OptimiserSettings } from '../../../src-workers/engine/program';
import { type Binding, loadBinding } from '../../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { updateParts } from '../../../src-workers/engine/update-parts';
import { relativeDistance } from '../relative-distance';
import { bindingPath, tensorflow } from '../tensorflow';
import { smallProgram } from './small-programs';

/** Where parameters end after steps with the same gradient. */
function afterSteps(
  settings: OptimiserSettings,
  start: number[],
  gradient: number[],
  steps: number,
  rate: number,
  roles: readonly Pick<ParameterSpec, 'role'>[] = [],
) {
  const layout = layoutOf(start.map((_, index) => ({ name: `${index}`, shape: [1], ...roles[index] })));
  const values = start.map((value) => Float32Array.of(value));
  const rule = new UpdateRule(settings, updateParts(layout, settings));
  const parameters = flatten(layout, values);
  const flatGradient = flatten(
    layout,
    gradient.map((value) => Float32Array.of(value)),
  );
  for (let step = 1; step <= steps; step += 1)
    rule.apply(parameters, flatGradient, { learningRate: rate, step });
  return layout.slots.map((slot) => valuesOf(slot, parameters)[0]);
}

describe('by hand', () => {
  test('SGD with momentum: the velocity is 0.5, then 0.95', () => {
    const sgd = { kind: 'sgd', momentum: 0.9, weightDecay: 0 } as const;
    expect(afterSteps(sgd, [1], [0.5], 1, 0.1)[0]).toBeCloseTo(0.95, 6);
    expect(afterSteps(sgd, [1], [0.5], 2, 0.1)[0]).toBeCloseTo(0.855, 6);
  });

  test("Adam's first step is the learning rate, against the gradient's sign", () => {
    const [a, b] = afterSteps({ kind: 'adam', weightDecay: 0 }, [1, 1], [0.5, -3], 1, 0.1);
    expect(a).toBeCloseTo(0.9, 5);
    expect(b).toBeCloseTo(1.1, 5);
  });

  test('AdamW shrinks parameters by learning rate * decay beside that step', () => {
    expect(afterSteps({ kind: 'adamw', weightDecay: 0.01 }, [1], [0.5], 1, 0.1)[0]).toBeCloseTo(
      0.999 - 0.1,
      5,
    );
  });

  test('clipping scales a gradient of norm 5 to norm 1, and leaves a smaller one alone', () => {
    const clipped = { kind: 'sgd', momentum: 0, weightDecay: 0, clipNorm: 1 } as const;
    const [a, b] = afterSteps(clipped, [0, 0], [3, 4], 1, 1);
    expect(a).toBeCloseTo(-0.6, 6);
    expect(b).toBeCloseTo(-0.8, 6);
    expect(afterSteps(clipped, [0], [0.5], 1, 1)[0]).toBeCloseTo(-0.5, 6);
  });
});

describe('logarithms of standard deviations, the second parameter here,', () => {
  const roles = [{}, { role: 'log-std' }] as const;

  test('take steps of their own size', () => {
    const adam = { kind: 'adam', weightDecay: 0, logStdRate: 5 } as const;
    const [mean, logStd] = afterSteps(adam, [1, 1], [0.5, 0.5], 1, 0.01, roles);
    expect(mean).toBeCloseTo(0.99, 5);
    expect(logStd).toBeCloseTo(0.95, 5);
  });

  // A prior of standard deviation s decays its means with a precision of 1/s^2: it does not pull deviations to 1.
  test.each([
    { kind: 'sgd', momentum: 0, weightDecay: 1 },
    { kind: 'adam', weightDecay: 1 },
    { kind: 'adamw', weightDecay: 1 },
  ] as const)('do not decay: %j', (settings) => {
    const [mean, logStd] = afterSteps(settings, [2, -2], [0, 0], 1, 0.1, roles);
    expect(mean).toBeLessThan(2);
    expect(logStd).toBe(-2);
  });
});

// Running statistics: their gradient is what a step takes off them.
test.each([
  { kind: 'sgd', momentum: 0.9, weightDecay: 1 },
  { kind: 'adam', weightDecay: 1 },
  { kind: 'adamw', weightDecay: 1 },
] as const)(
  'what is moving goes back by its gradient alone, and clipping does not hear of it: %j',
  (settings) => {
    const roles = [{ role: 'moving' }, {}] as const;
    const [moved] = afterSteps(settings, [2, 1], [0.25, 0.5], 2, 0.1, roles);
    expect(moved).toBe(1.5);
    const clipped = { ...settings, clipNorm: 1 };
    expect(afterSteps(clipped, [2, 1], [40, 0.5], 1, 0.1, roles)).toEqual([
      -38,
      afterSteps(settings, [2, 1], [40, 0.5], 1, 0.1, roles)[1],
    ]);
  },
);

const all: readonly OptimiserSettings[] = [
  { kind: 'adam', weightDecay: 0, logStdRate: 4 },
  { kind: 'adamw', weightDecay: 0.1, logStdRate: 10 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.01, logStdRate: 0.5 },
  { kind: 'adam', weightDecay: 0.01, clipNorm: 5 },
  { kind: 'adamw', weightDecay: 0.1 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.01 },
  { kind: 'sgd', momentum: 0, weightDecay: 0, clipNorm: 2 },
];

// With our own operations the optimiser is our own too; without them it is TensorFlow's.
describe.each([
  ['with our own operations', tensorflow()],
  ['without them', loadBinding(bindingPath(), false)],
])('the compiled graph %s', (_name, binding) => {
  test.each(all)('takes the same steps with %j', (optimiser) => {
    expectSameSteps(binding, optimiser);
  });

  test('goes on from a state that it gave, as if it had never stopped', () => {
    const { program, initial, inputs, options } = smallProgram('mlp', 'tanh');
    const compile = () => compileForTensorflow(binding, program, options);
    const [whole, first, second] = [compile(), compile(), compile()];
    whole.setParameters(initial);
    first.setParameters(initial);
    for (const step of [1, 2, 3, 4]) whole.gradientsAndApply(inputs, { learningRate: 0.01, step });
    for (const step of [1, 2]) first.gradientsAndApply(inputs, { learningRate: 0.01, step });
    second.restore(first.parameters(), first.optimiserState());
    for (const step of [3, 4]) second.gradientsAndApply(inputs, { learningRate: 0.01, step });
    expect(second.parameters()).toEqual(whole.parameters());
    expect(second.optimiserState()).toEqual(whole.optimiserState());
    for (const engine of [whole, first, second]) engine.dispose();
  });
});

function expectSameSteps(binding: Binding, optimiser: OptimiserSettings): void {
  const { program, initial, inputs, options } = smallProgram('mlp', 'tanh');
  const engines = [
    compileForTensorflow(binding, program, { ...options, optimiser }),
    runEagerly('cpu', program, { ...options, optimiser }),
  ];
  for (const engine of engines) {
    engine.setParameters(initial);
    for (let step = 1; step <= 5; step += 1) engine.gradientsAndApply(inputs, { learningRate: 0.002, step });
  }
  const [byGraph, byHand] = engines.map((engine) => engine.parameters());
  expect(relativeDistance(byGraph, initial)).toBeGreaterThan(1e-4);
  // Five steps on float32 gradients summed in another order.
  expect(relativeDistance(byGraph, byHand)).toBeLessThan(1e-5);
  for (const engine of engines) engine.dispose();
}

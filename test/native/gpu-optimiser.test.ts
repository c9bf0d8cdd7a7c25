import { beforeAll, describe, expect, test } from 'vitest';
import { machinesCompiler } from '../../src-main/runtime/compiler';
import { GraphBuilder, type GraphValue } from '../../src-workers/engine/graph/graph-builder';
import { UpdateRule } from '../../src-workers/engine/javascript/update-rule';
import { flatten, layoutOf, type ParameterSpec } from '../../src-workers/engine/parameter-layout';
import type { IvonSettings, OptimiserSettings } from '../../src-workers/engine/program';
import { loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { Session } from '../../src-workers/engine/tensorflow/session';
import { addVariableOptimiser } from '../../src-workers/engine/tensorflow/variable-optimiser';
import { updateParts } from '../../src-workers/engine/update-parts';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { compileEmulatedGpu } from './emulated-gpu';

const launcher = undefined as never;
const compiler = await machinesCompiler({ cacheFolder: '', onProgress: () => {}, launcher });

/** Sizes that no block divides, one of nothing, and more tensors than one launch takes. */
const few: readonly ParameterSpec[] = [
  { name: 'a', shape: [3, 700] },
  { name: 'b', shape: [5], role: 'log-std' },
  { name: 'c', shape: [0] },
  { name: 'd', shape: [1030], role: 'moving' },
  { name: 'e', shape: [17], role: 'frozen' },
  { name: 'f', shape: [1024] },
];
const many: readonly ParameterSpec[] = Array.from({ length: 130 }, (_, index) => ({
  name: `${index}`,
  shape: [1 + (index % 7)],
  ...(index % 2 === 0 ? {} : { role: 'log-std' as const }),
}));
const gaussians: readonly ParameterSpec[] = [2100, 5, 16].flatMap((length, index) => [
  { name: `${index}.mean`, shape: [length], precision: 0.5 + index },
  { name: `${index}.log_std`, shape: [length], precision: 0.5 + index, role: 'log-std' as const },
  { name: `${index}.point`, shape: [7] },
]);
const ivon: IvonSettings = {
  items: 80,
  effectiveItems: 40,
  rate: 2,
  beta1: 0.9,
  beta2: 0.95,
  initialHessian: 0.3,
  clipRadius: 0.1,
};

const all: readonly [OptimiserSettings, readonly ParameterSpec[]][] = [
  [{ kind: 'adam', weightDecay: 0.01, logStdRate: 4 }, few],
  [{ kind: 'adam', weightDecay: 0.01, clipNorm: 2 }, few],
  [{ kind: 'adam', weightDecay: 0, clipNorm: 1e6 }, few],
  [{ kind: 'adamw', weightDecay: 0.1, logStdRate: 10, clipNorm: 0.5 }, many],
  [{ kind: 'sgd', momentum: 0.9, weightDecay: 0.01, logStdRate: 0.5 }, few],
  [{ kind: 'sgd', momentum: 0, weightDecay: 0, clipNorm: 2 }, few],
  [{ kind: 'adam', weightDecay: 0.01, ivon }, gaussians],
  [{ kind: 'sgd', momentum: 0.9, weightDecay: 0, ivon }, gaussians],
];

/** The kernels' own text, compiled for this processor, beside what JavaScript computes. */
describe.runIf(compiler !== undefined)('the optimiser for GPUs, its blocks and threads emulated,', () => {
  const binding = loadBinding(bindingPath(), false);
  beforeAll(async () => {
    const loaded = { exports: { available: false } };
    process.dlopen(loaded, (await compileEmulatedGpu(bindingPath())).module);
    expect(loaded.exports.available).toBe(true);
    // A compiler on a busy machine.
  }, 1_200_000);

  function opened(settings: OptimiserSettings, specs: readonly ParameterSpec[]) {
    const graph = new GraphBuilder(true, 'float32', 'gpu');
    const layout = layoutOf(specs);
    const fed = specs.map(({ shape }, index) => graph.placeholder(`fed_${index}`, shape, 'float32'));
    const inGraph = addVariableOptimiser(graph, layout, settings);
    const flat = graph.placeholder('unused', [layout.floats], 'float32');
    const handedOn = inGraph.handOn(fed, flat);
    const summed = inGraph.sumUp?.(fed, flat);
    const session = new Session(binding, graph.nodes);
    const optimiser = inGraph.open(session);
    const rule = new UpdateRule(settings, updateParts(layout, settings));
    const start = new Float32Array(layout.floats);
    fillStatelessNormal(3, 4, start);
    const initial = flatten(
      layout,
      layout.slots.map(({ offset, size }) => start.slice(offset, offset + size)),
    );
    optimiser.setParameters(initial);
    const values = (pass: number) =>
      specs.map(({ shape }, index) => {
        const gradient = new Float32Array(shape.reduce((size, length) => size * length, 1));
        fillStatelessNormal(pass, index, gradient);
        return gradient;
      });
    const runOf = (pass: number, report: readonly GraphValue[] = []) => {
      const gradients = values(pass);
      const feeds = new Map(fed.map((value, index) => [value, gradients[index]]));
      return { feeds, report, handedOn, summed };
    };
    return { layout, rule, optimiser, initial, values, runOf, session, parameters: inGraph.parameters };
  }

  const at = (step: number) => ({ learningRate: 0.01, step });

  function expectSame(own: readonly Float32Array[], oracle: readonly Float32Array[]): void {
    expect(own.length).toBe(oracle.length);
    // A few roundings of float32 beside double precision.
    for (const [index, values] of own.entries()) {
      const expected = oracle[index] ?? new Float32Array(0);
      if (expected.some((value) => value !== 0))
        expect(relativeDistance(values, expected)).toBeLessThan(2e-6);
      else expect(values).toEqual(expected);
    }
  }

  test.each(all)('takes the steps of JavaScript’s with %j', (settings, specs) => {
    const { layout, rule, optimiser, initial, values, runOf, session } = opened(settings, specs);
    const parameters = initial.slice();
    for (const step of [1, 2, 3]) {
      optimiser.passAndApply(runOf(step), at(step));
      rule.apply(parameters, flatten(layout, values(step)), at(step));
    }
    expect(relativeDistance(optimiser.parameters(), initial)).toBeGreaterThan(1e-4);
    expectSame([optimiser.parameters(), ...optimiser.state()], [parameters, ...rule.state]);
    session.dispose();
  });

  test.each(all)(
    'takes the same bits from one vector, and from passes that it summed, with %j',
    (settings, specs) => {
      const { layout, optimiser, initial, values, runOf, session } = opened(settings, specs);
      const { sums } = optimiser;
      const added = flatten(layout, values(1)).map(
        (value, index) => value + (flatten(layout, values(2))[index] ?? 0),
      );
      const after: Float32Array[][] = [];
      for (const bySums of [true, false]) {
        optimiser.setParameters(initial);
        for (const step of [1, 2]) {
          if (bySums) {
            sums?.add(runOf(1), 'first');
            sums?.add(runOf(2), 'further');
            expect(sums?.read()).toEqual(added);
            sums?.apply(at(step));
          } else optimiser.apply(added, at(step));
        }
        after.push([optimiser.parameters(), ...optimiser.state()]);
      }
      expect(after[0]).toEqual(after[1]);
      expect(after[0]?.[0]).not.toEqual(initial);
      session.dispose();
    },
  );

  test.each(all)(
    'takes the same bits from a single pass at once as from its sum, with %j',
    (settings, specs) => {
      const { optimiser, initial, runOf, session } = opened(settings, specs);
      const [atOnce, bySum] = [true, false].map((isAtOnce) => {
        optimiser.setParameters(initial);
        for (const step of [1, 2, 3])
          if (isAtOnce) optimiser.passAndApply(runOf(step), at(step));
          else {
            optimiser.sums?.add(runOf(step), 'first');
            optimiser.sums?.apply(at(step));
          }
        return [optimiser.parameters(), ...optimiser.state()];
      });
      expect(atOnce).toEqual(bySum);
      expect(atOnce?.[0]).not.toEqual(initial);
      session.dispose();
    },
  );

  test('goes on from a state that it gave, bit for bit', () => {
    const settings = { kind: 'adamw', weightDecay: 0.1, clipNorm: 1 } as const;
    const [whole, first, second] = [0, 1, 2].map(() => opened(settings, few));
    if (!whole || !first || !second) throw new Error('Three were opened.');
    for (const step of [1, 2, 3]) whole.optimiser.passAndApply(whole.runOf(step), at(step));
    first.optimiser.passAndApply(first.runOf(1), at(1));
    second.optimiser.restore(first.optimiser.parameters(), first.optimiser.state());
    for (const step of [2, 3]) second.optimiser.passAndApply(second.runOf(step), at(step));
    expect(second.optimiser.parameters()).toEqual(whole.optimiser.parameters());
    expect(second.optimiser.state()).toEqual(whole.optimiser.state());
    for (const { session } of [whole, first, second]) session.dispose();
  });

  test('leaves what reads the parameters in the same run as they were', () => {
    const { optimiser, initial, runOf, session, parameters } = opened({ kind: 'adam', weightDecay: 0 }, few);
    const [read] = optimiser.passAndApply(runOf(1, parameters.slice(0, 1)), at(1));
    expect(read).toEqual(initial.slice(0, 2100));
    expect(optimiser.parameters()).not.toEqual(initial);
    session.dispose();
  });

  test('lets a gradient that is no number reach all parameters where their norm is bounded', () => {
    const { optimiser, runOf, session, initial } = opened(
      { kind: 'sgd', momentum: 0, weightDecay: 0, clipNorm: 1 },
      few,
    );
    const run = runOf(1);
    const [[first] = []] = run.feeds;
    if (first) run.feeds.set(first, new Float32Array(2100).fill(Number.NaN, 7, 8));
    optimiser.passAndApply(run, at(1));
    expect(Number.isFinite(initial[2100 + 12 + 16])).toBe(true);
    expect(optimiser.parameters()[optimiser.parameters().length - 1]).toBeNaN();
    session.dispose();
  });
});

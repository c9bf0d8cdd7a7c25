import { describe, expect, test } from 'vitest';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { Session } from '../../../src-workers/engine/tensorflow/session';
import { freezeSamples } from '../../../src-workers/export/frozen-samples';
import { toOnnx } from '../../../src-workers/export/onnx/to-onnx';
import {
  type Draws,
  type PredictiveGraph,
  predictiveGraph,
} from '../../../src-workers/export/predictive-graph';
import { openPosterior, type TrainedPosterior } from '../../../src-workers/posterior/trained-posterior';
import { temporaryFolder } from '../../temporary-folder';
import { ownSamples, ownStds } from '../posterior/own-samples';
import {
  drawnAround,
  headsOfTable,
  pictureMlp,
  rawInputs,
  smallPosteriors,
  writePosterior,
} from '../posterior/small-posteriors';
import { relativeDistance } from '../relative-distance';
import { bindingPath, tensorflow } from '../tensorflow';
import { expectRightlyRounded, largeFields } from './rightly-rounded';

const javascript: EngineChoice = { kind: 'javascript' };

function graphOf(posterior: TrainedPosterior, draws: Draws): PredictiveGraph {
  return predictiveGraph(posterior, draws, javascript, () => {});
}

/** What TensorFlow makes of the graph, by the outputs' names. */
function run(graph: PredictiveGraph, raw: Float32Array, items: number): ReadonlyMap<string, Float32Array> {
  const session = new Session(tensorflow(), graph.nodes);
  try {
    const input = { ...graph.input, shape: [items, ...graph.input.shape.slice(1)] };
    const results = session.run(new Map([[input, raw]]), [...graph.outputs.values()]);
    return new Map([...graph.outputs.keys()].map((name, index) => [name, results[index] as Float32Array]));
  } finally {
    session.dispose();
  }
}

describe.each([...smallPosteriors, ...drawnAround])(
  'the network that stands for itself of a $name',
  (small) => {
    test('predicts with frozen samples what the app predicts, for any number of items', async () => {
      const posterior = await openPosterior(writePosterior(temporaryFolder(), small));
      const graph = graphOf(posterior, 'frozen');
      for (const items of [1, 4]) {
        const raw = rawInputs(posterior.metadata, items);
        const own = ownSamples(posterior, raw, items);
        const results = run(graph, raw, items);
        expect(relativeDistance(results.get('samples') ?? [], own)).toBeLessThan(2e-5);
        if (small.task.kind === 'regression')
          expect(relativeDistance(results.get('std') ?? [], ownStds(posterior, raw, items))).toBeLessThan(
            2e-5,
          );
      }
    });

    test('has a form in ONNX', async () => {
      const posterior = await openPosterior(writePosterior(temporaryFolder(), small));
      for (const draws of ['frozen', 'fresh'] as const) {
        const { inputs, outputs } = toOnnx(graphOf(posterior, draws));
        expect(inputs[0].shape).toEqual([-1, ...small.task.inputShape]);
        expect(outputs.map(({ name }) => name)).toContain('samples');
      }
    });
  },
);

test('of several heads each has its own outputs, which are what the app predicts of it', async () => {
  const posterior = await openPosterior(writePosterior(temporaryFolder(), headsOfTable));
  const graph = graphOf(posterior, 'frozen');
  const items = 4;
  const raw = rawInputs(posterior.metadata, items);
  // Two classes, a value with its deviation, and a rate, of each sample: all as if they were logarithms of probabilities.
  const own = ownSamples(posterior, raw, items);
  const of = (first: number, size: number) => own.filter((_, at) => at % 5 >= first && at % 5 < first + size);
  const results = run(graph, raw, items);
  expect(relativeDistance(results.get('kind.samples') ?? [], of(0, 2))).toBeLessThan(2e-5);
  const inUnit = (mean: number, std: number) => (value: number) => mean + std * Math.log(value);
  expect(relativeDistance(results.get('y.samples') ?? [], of(2, 1).map(inUnit(10, 4)))).toBeLessThan(2e-5);
  expect(relativeDistance(results.get('n.samples') ?? [], of(4, 1).map(inUnit(0, 6.5)))).toBeLessThan(2e-5);
  const { outputs } = toOnnx(graph);
  expect(outputs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['kind.entropy', 'y.std', 'n.mean']),
  );
});

test.each([...smallPosteriors, ...drawnAround])(
  'TensorFlow draws the samples that plain JavaScript draws: $name',
  async (small) => {
    const posterior = await openPosterior(writePosterior(temporaryFolder(), small));
    const own = freezeSamples(posterior, javascript, () => {});
    const counts: number[] = [];
    const others = freezeSamples(posterior, { kind: 'tensorflow', binding: bindingPath() }, (done) =>
      counts.push(done),
    );
    expect([...others.weights.keys()]).toEqual([...own.weights.keys()]);
    for (const part of ['weights', 'masks'] as const)
      for (const [name, { shape, data }] of own[part]) {
        const other = others[part].get(name);
        expect(other?.shape).toEqual(shape);
        // Logarithm, sine and exponential may differ in their last bits.
        expect(relativeDistance(other?.data ?? [], data), name).toBeLessThan(1e-5);
      }
    expect(counts).toEqual(Array.from({ length: posterior.experiment.training.samples }, (_, at) => at + 1));
  },
);

test('fresh samples differ from run to run, and their mean does not by much', async () => {
  const posterior = await openPosterior(writePosterior(temporaryFolder(), pictureMlp), 200);
  const graph = graphOf(posterior, 'fresh');
  const raw = rawInputs(posterior.metadata, 2);
  const [first, second] = [run(graph, raw, 2), run(graph, raw, 2)];
  expect(first.get('samples')).not.toEqual(second.get('samples'));
  const frozen = run(graphOf(posterior, 'frozen'), raw, 2).get('mean') ?? new Float32Array();
  frozen.forEach((probability, at) => {
    // Probabilities of 200 samples have a standard error of at most 0.5 / sqrt(200) = 0.035.
    expect(Math.abs((first.get('mean')?.[at] ?? 0) - probability)).toBeLessThan(0.2);
  });
});

test('mean, spread and the parts of the entropy are those of the samples', async () => {
  const posterior = await openPosterior(writePosterior(temporaryFolder(), pictureMlp));
  const results = run(graphOf(posterior, 'frozen'), rawInputs(posterior.metadata, 1), 1);
  const samples = results.get('samples') ?? new Float32Array();
  const bySample = [0, 1, 2].map((sample) => [...samples.subarray(3 * sample, 3 * sample + 3)]);
  const mean = [0, 1, 2].map((label) => bySample.reduce((sum, draw) => sum + draw[label] / 3, 0));
  const std = mean.map((value, label) =>
    Math.sqrt(bySample.reduce((sum, draw) => sum + (draw[label] - value) ** 2, 0) / 2),
  );
  const entropy = (p: readonly number[]) => -p.reduce((sum, value) => sum + value * Math.log(value), 0);
  const own = bySample.reduce((sum, draw) => sum + entropy(draw) / 3, 0);
  const expected = { mean, std, entropy: [entropy(mean)], mutual_information: [entropy(mean) - own] };
  for (const [name, values] of Object.entries(expected))
    values.forEach((value, at) => {
      expect(results.get(name)?.[at], name).toBeCloseTo(value, 5);
    });
});

test('values that lie far from zero are given as nearly as single precision has them, with their spread', async () => {
  const posterior = await openPosterior(writePosterior(temporaryFolder(), largeFields));
  const raw = rawInputs(posterior.metadata, 2);
  expectRightlyRounded(run(graphOf(posterior, 'frozen'), raw, 2), posterior, raw, 2);
});

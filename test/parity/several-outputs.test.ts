import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandDims, neg, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { Noise } from '../../src-shared/experiment/noise';
import { buildLikelihood } from '../../src-workers/bayes/likelihoods/build-likelihood';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import type { HeadTask, SeveralHeads } from '../../src-workers/data/run-data';
import { buildModel } from '../../src-workers/models/build-model';
import { type Probe, resultOf, slopesInGraph, slopesInJavascript } from '../src-workers/models/probe';
import { relativeDistance } from '../src-workers/relative-distance';

type Named = Readonly<Record<string, readonly number[]>>;

/** What PyTorch computes of a network and its losses, by write_several_outputs.py. */
interface Recorded {
  readonly inputs: readonly number[];
  readonly targets: readonly (readonly number[])[];
  /** Of each item: the weighted sum of its heads' losses. */
  readonly losses: readonly number[];
  readonly gradients: Named;
  /** Of parameters that are a likelihood's own. */
  readonly ofLikelihoods: Named;
  readonly settings: {
    readonly weights: Readonly<Record<string, number>>;
    readonly unit: number;
    readonly levels: readonly number[];
    readonly scale: number;
    readonly std: number;
  };
}

const folder = join(__dirname, 'fixtures', 'onnx');

/** Heads in another order than the file's outputs, some by the name of theirs, some called as they are. */
const cases: Readonly<
  Record<
    string,
    {
      readonly inputShape: readonly number[];
      readonly heads: (recorded: Recorded) => readonly HeadTask[];
    }
  >
> = {
  pictures: {
    inputShape: [8, 8, 1],
    heads: (recorded) => [
      ofClasses(recorded, ['a', 'b', 'c'], ['logits']),
      ofValues(recorded, 'price', { kind: 'log-variance' }, ['price', 'log_variance']),
      ofValues(recorded, 'visits', { kind: 'poisson', zeroIs: 'one' }),
    ],
  },
  rows: {
    inputShape: [5],
    heads: (recorded) => [
      ofClasses(recorded, ['a', 'b']),
      ofValues(recorded, 'size', { kind: 'learned', std: recorded.settings.std, perTarget: true }),
      ofValues(recorded, 'spread', {
        kind: 'quantiles',
        levels: [...recorded.settings.levels],
        scale: recorded.settings.scale,
      }),
    ],
  },
};

function ofClasses({ settings }: Recorded, classNames: readonly string[], outputs: string[] = []): HeadTask {
  const task = { kind: 'classification', inputShape: [], classNames } as const;
  return { name: 'kind', noise: { kind: 'fixed', std: 1 }, weight: settings.weights.kind, outputs, task };
}

function ofValues({ settings }: Recorded, name: string, noise: Noise, outputs: string[] = []): HeadTask {
  const targetStd = [noise.kind === 'poisson' ? settings.unit : 1];
  const task = { targetShape: [1], targetNames: [name], targetMean: [0], targetStd } as const;
  const regression = { kind: 'regression', inputShape: [], ...task } as const;
  return { name, noise, weight: settings.weights[name], outputs, task: regression };
}

const engines = { 'the graph': slopesInGraph, 'the JavaScript engine': slopesInJavascript };
const files = Object.keys(cases).flatMap((name) =>
  ['dynamo', 'script'].map((exporter) => [name, exporter] as const),
);

describe.each(files)(
  'a network of %s with an output for each head, by PyTorch’s exporter %s',
  (name, exporter) => {
    const file = join(folder, `heads-${name}-${exporter}`);
    const recorded: Recorded = JSON.parse(readFileSync(`${file}.json`, 'utf8'));
    const { inputShape, heads } = cases[name];
    const targetShape = [Object.keys(recorded.settings.weights).length];
    const task: SeveralHeads = { kind: 'heads', inputShape, targetShape, heads: heads(recorded) };
    const experiment = experimentSchema.parse({
      data: { dataset: 'digits' },
      model: { kind: 'onnx', path: `${file}.onnx` },
      parallel: { mode: 'local', devices: ['cpu:0'] },
    });
    const model = buildModel(experiment.model, task);
    const likelihood = buildLikelihood(experiment, task);
    const items = recorded.targets.length;

    /** The losses by weights, the same in all samples, and by the likelihoods' own parameters. */
    const probeOf = (samples: number, to: (losses: Tensor) => Tensor): Probe => ({
      of: [
        ...model.weights.map(({ shape, start }) => {
          const values = start?.numbers(0) ?? new Float32Array();
          const size = samples * values.length;
          const all = Float32Array.from({ length: size }, (_, at) => values[at % values.length]);
          return { shape: [samples, ...shape], values: all };
        }),
        ...likelihood.parameters.map(({ shape, initial }) => ({ shape, values: Float32Array.of(initial) })),
        { shape: [items, ...inputShape], values: Float32Array.from(recorded.inputs) },
      ],
      to: (...tensors) => {
        const byName = new Map(model.weights.map((weight, index) => [weight.name, tensors[index]]));
        const inputs = expandDims(tensors[tensors.length - 1], 0);
        const outputs = model.forward(inputs, new SampledLayers(byName, samples));
        const targets = tensor(recorded.targets.flat(), [1, items, ...targetShape]);
        return to(neg(likelihood.logLikelihood(outputs, targets, tensors.slice(model.weights.length, -1))));
      },
    });

    test.each([1, 2])('has PyTorch’s loss of each item, with %i samples', (samples) => {
      const { values } = resultOf(probeOf(samples, (losses) => losses));
      const wanted = Array.from({ length: samples }, () => recorded.losses).flat();
      // Rounding of float32, summed in another order.
      expect(relativeDistance(values, wanted)).toBeLessThan(1e-5);
    });

    test.each(
      Object.entries(engines).flatMap(([engine, slopes]) =>
        [1, 2].map((samples) => [engine, samples, slopes] as const),
      ),
    )('has PyTorch’s gradient of every weight in %s, with %i samples', (_engine, samples, slopesOf) => {
      const slopes = slopesOf(probeOf(samples, (losses) => sum(losses)));
      const all = { ...recorded.gradients, ...recorded.ofLikelihoods };
      const names = [...model.weights, ...likelihood.parameters].map((one) => one.name);
      expect([...names].sort()).toEqual(Object.keys(all).sort());
      names.forEach((one, at) => {
        // A likelihood's own parameter belongs to all samples.
        const wanted =
          one in recorded.gradients
            ? Array.from({ length: samples }, () => all[one]).flat()
            : all[one].map((value) => samples * value);
        expect(relativeDistance(slopes[at], wanted), one).toBeLessThan(1e-4);
      });
    });
  },
);

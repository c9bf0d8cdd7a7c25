import { mul, sum } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import {
  type Probe,
  resultOf,
  resultsInGraph,
  slopesInGraph,
  slopesInJavascript,
} from '../src-workers/models/probe';
import { relativeDistance } from '../src-workers/relative-distance';
import { residualNetwork } from './residual-network';

const engines = {
  'the graph': [(probe: Probe) => resultsInGraph(probe)[0] ?? [], slopesInGraph],
  'the JavaScript engine': [(probe: Probe) => resultOf(probe).values, slopesInJavascript],
} as const;

describe.each([1, 2])('a network in whose layers something goes past, with %i samples', (samples) => {
  const { of, to, expected } = residualNetwork(samples);
  const [outputs = [], ...gradients] = expected;
  const probe: Probe = { of, to: (...tensors) => to(tensors) };

  test.each(Object.entries(engines))('computes what ONNX Runtime does, in %s', (_engine, [resultIn]) => {
    expect(relativeDistance(resultIn(probe), outputs)).toBeLessThan(1e-5);
  });

  test.each(Object.entries(engines))(
    'has the slopes of onnx’s own evaluator in double precision, in %s',
    (_engine, [, slopesIn]) => {
      const squares: Probe = {
        of,
        to: (...tensors) => {
          const all = to(tensors);
          return sum(mul(all, all));
        },
      };
      const slopes = slopesIn(squares);
      expect(slopes).toHaveLength(gradients.length);
      for (const [at, slope] of slopes.entries())
        expect(relativeDistance(slope, gradients[at] ?? []), `argument ${at}`).toBeLessThan(1e-5);
    },
  );
});

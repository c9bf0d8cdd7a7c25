import { describe, expect, test } from 'vitest';
import { neededFor } from '../../../src-workers/engine/graph/needed-nodes';
import type { IvonSettings, OptimiserSettings } from '../../../src-workers/engine/program';
import { programGraph } from '../../../src-workers/engine/tensorflow/program-graph';
import { addVariableOptimiser } from '../../../src-workers/engine/tensorflow/variable-optimiser';
import { smallProgram } from './small-programs';

const ivon: IvonSettings = {
  items: 50,
  effectiveItems: 500,
  rate: 2,
  beta1: 0.9,
  beta2: 0.95,
  initialHessian: 0.3,
  clipRadius: 0.1,
};
const all: readonly OptimiserSettings[] = [
  { kind: 'adam', weightDecay: 0.01 },
  { kind: 'adam', weightDecay: 0, clipNorm: 1, logStdRate: 4 },
  { kind: 'adamw', weightDecay: 0.1 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0 },
  { kind: 'sgd', momentum: 0, weightDecay: 0 },
  { kind: 'adam', weightDecay: 0, ivon },
];

const ofOptimiser = [
  'ParasampleStep',
  'ParasampleAddGradients',
  'ReadVariableOp',
  'AssignVariableOp',
  'Concat',
];

describe.each(all)('a graph for GPUs with %j', (optimiser) => {
  const { program, options } = smallProgram('cnn', 'relu');
  const place = { device: 'gpu', hasOwnOperations: true } as const;
  const { nodes, places } = programGraph(program, { ...options, optimiser }, place, (graph, layout) =>
    addVariableOptimiser(graph, layout, optimiser),
  );
  const [pass] = places.passes.values();
  const summed = pass?.summed;
  if (!pass || !summed) throw new Error('The program has no pass that adds up.');
  const count = (wanted: Parameters<typeof neededFor>[1]) =>
    Object.fromEntries(
      ofOptimiser.map((op) => [op, neededFor(nodes, wanted).filter((node) => node.op.startsWith(op)).length]),
    );

  test('takes a step of one pass by one operation, from where the backward pass leaves each gradient', () => {
    expect(count([...pass.report, pass.handedOn])).toEqual({
      ParasampleStep: 1,
      ParasampleAddGradients: 0,
      // That of the parameters before the step.
      ReadVariableOp: 1,
      AssignVariableOp: 0,
      Concat: 0,
    });
  });

  test.each(['first', 'further'] as const)('adds up a %s pass of several by one operation', (order) => {
    const { ParasampleStep, ParasampleAddGradients, Concat } = count([...pass.report, summed[order]]);
    expect({ ParasampleStep, ParasampleAddGradients, Concat }).toEqual({
      ParasampleStep: 0,
      ParasampleAddGradients: 1,
      Concat: 0,
    });
  });
});

import { floatAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder } from '../graph/graph-builder';
import type { OptimiserSettings } from '../program';
import type { TrainedVariable } from './adam-graph';
import { clipped, withDecay } from './gradient-graph';
import type { UpdateRule } from './optimiser-graph';
import { addVariable, done } from './variables';

/** Stochastic gradient descent with momentum, PyTorch's form: velocity = momentum * velocity + gradient. */
export function addMomentum(
  graph: GraphBuilder,
  { variable, flatParameters }: TrainedVariable,
  settings: Extract<OptimiserSettings, { kind: 'sgd' }>,
): UpdateRule {
  const velocity = addVariable(graph, 'velocity', flatParameters.shape);
  const learningRate = graph.placeholder('learning_rate', [], 'float32');
  const momentum = graph.scalar(settings.momentum, 'float32');
  const attributes = { T: floatAttribute, use_locking: noAttribute, use_nesterov: noAttribute };
  return {
    state: [velocity],
    applyTo: (gradients) => {
      const bounded = clipped(graph, gradients, settings.clipNorm);
      const decayed = withDecay(graph, flatParameters, bounded, settings.weightDecay);
      const inputs = [variable, velocity, learningRate, decayed, momentum];
      const output = { shape: [], type: 'float32' } as const;
      return done(graph, [graph.add('ResourceApplyMomentum', inputs, attributes, output)]);
    },
    scalarsOf: ({ learningRate: rate }) => new Map([[learningRate, Float32Array.of(rate)]]),
  };
}

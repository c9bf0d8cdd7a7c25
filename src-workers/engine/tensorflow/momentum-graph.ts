import { floatAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder } from '../graph/graph-builder';
import type { SettingsOf } from '../program';
import { clipped, type TrainedVariable, withDecay, withRates } from './gradient-graph';
import type { UpdateRule } from './update-rule';
import { addVariable, done } from './variables';

/** Stochastic gradient descent with momentum, PyTorch's form: velocity = momentum * velocity + gradient. */
export function addMomentum(
  graph: GraphBuilder,
  trained: TrainedVariable,
  settings: SettingsOf<'sgd'>,
): UpdateRule {
  const { variable, flatParameters } = trained;
  const velocity = addVariable(graph, 'velocity', flatParameters.shape);
  const learningRate = graph.placeholder('learning_rate', [], 'float32');
  const momentum = graph.placeholder('momentum', [], 'float32');
  const attributes = { T: floatAttribute, use_locking: noAttribute, use_nesterov: noAttribute };
  return {
    state: [velocity],
    applyTo: (gradients) => {
      const bounded = clipped(graph, gradients, settings.clipNorm);
      const decayed = withDecay(graph, trained, bounded, settings.weightDecay);
      const inputs = [variable, velocity, learningRate, decayed, momentum];
      const output = { shape: [], type: 'float32' } as const;
      const applied = graph.add('ResourceApplyMomentum', inputs, attributes, output, [flatParameters]);
      return done(graph, [withRates(graph, trained, applied)]);
    },
    scalarsOf: (step) =>
      new Map([
        [learningRate, Float32Array.of(step.learningRate)],
        [momentum, Float32Array.of(step.momentum ?? settings.momentum)],
      ]),
  };
}

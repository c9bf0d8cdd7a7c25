import { adamBeta1, adamBeta2, adamCorrections } from '../adam';
import { floatAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { OptimiserSettings } from '../program';
import { binary, clipped, withDecay } from './gradient-graph';
import type { UpdateRule } from './optimiser-graph';
import { addVariable, done } from './variables';

/** The trained variable, and its value before the step. */
export interface TrainedVariable {
  readonly variable: GraphValue;
  readonly flatParameters: GraphValue;
}

/** Adam (arXiv 1412.6980), or AdamW (arXiv 1711.05101) whose decay goes past the moments. */
export function addAdam(
  graph: GraphBuilder,
  { variable, flatParameters }: TrainedVariable,
  settings: Extract<OptimiserSettings, { kind: 'adam' | 'adamw' }>,
): UpdateRule {
  const { shape } = flatParameters;
  const state = [addVariable(graph, 'first_moment', shape), addVariable(graph, 'second_moment', shape)];
  const [learningRate, beta1Power, beta2Power, epsilon] = [
    'learning_rate',
    'beta1_power',
    'beta2_power',
    'epsilon',
  ].map((name) => graph.placeholder(name, [], 'float32'));
  const betas = [graph.scalar(adamBeta1, 'float32'), graph.scalar(adamBeta2, 'float32')];
  const attributes = { T: floatAttribute, use_locking: noAttribute, use_nesterov: noAttribute };

  const adam = (gradients: GraphValue, after: readonly GraphValue[]): GraphValue => {
    const inputs = [variable, ...state, beta1Power, beta2Power, learningRate, ...betas, epsilon, gradients];
    return graph.add('ResourceApplyAdam', inputs, attributes, { shape: [], type: 'float32' }, after);
  };

  return {
    state,
    applyTo: (gradients) => {
      const bounded = clipped(graph, gradients, settings.clipNorm);
      if (settings.kind === 'adam')
        return done(graph, [adam(withDecay(graph, flatParameters, bounded, settings.weightDecay), [])]);
      const rate = binary(graph, 'Mul', learningRate, graph.scalar(settings.weightDecay, 'float32'));
      const shrink = graph.add(
        'AssignSubVariableOp',
        [variable, binary(graph, 'Mul', flatParameters, rate)],
        { dtype: floatAttribute },
        { shape: [], type: 'float32' },
        // The gradient was taken at the parameters before they shrink.
        [bounded],
      );
      return done(graph, [adam(bounded, [shrink])]);
    },
    scalarsOf: ({ learningRate: rate, step }) => {
      const corrections = adamCorrections(step);
      return new Map([
        [learningRate, Float32Array.of(rate)],
        [beta1Power, Float32Array.of(corrections.beta1Power)],
        [beta2Power, Float32Array.of(corrections.beta2Power)],
        [epsilon, Float32Array.of(corrections.epsilon)],
      ]);
    },
  };
}

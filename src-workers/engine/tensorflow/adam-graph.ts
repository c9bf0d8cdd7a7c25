import { adamBeta1, adamBeta2, adamCorrections } from '../adam';
import { floatAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { OptimiserSettings } from '../program';
import { binary, byPart, clipped, type TrainedVariable, withDecay, withRates } from './gradient-graph';
import type { UpdateRule } from './update-rule';
import { addVariable, done } from './variables';

/** Adam (arXiv 1412.6980), or AdamW (arXiv 1711.05101) whose decay goes past the moments. */
export function addAdam(
  graph: GraphBuilder,
  trained: TrainedVariable,
  settings: Extract<OptimiserSettings, { kind: 'adam' | 'adamw' }>,
): UpdateRule {
  const { variable, flatParameters } = trained;
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
    const output = { shape: [], type: 'float32' } as const;
    const before = [flatParameters, ...after];
    return withRates(graph, trained, graph.add('ResourceApplyAdam', inputs, attributes, output, before));
  };

  return {
    state,
    applyTo: (gradients) => {
      const bounded = clipped(graph, gradients, settings.clipNorm);
      if (settings.kind === 'adam')
        return done(graph, [adam(withDecay(graph, trained, bounded, settings.weightDecay), [])]);
      const decays = trained.parts.map(({ end, decay }) => ({ end, value: decay * settings.weightDecay }));
      const shares = binary(graph, 'Mul', byPart(graph, decays), learningRate);
      const shrink = graph.add(
        'AssignSubVariableOp',
        [variable, binary(graph, 'Mul', flatParameters, shares)],
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

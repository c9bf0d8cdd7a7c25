import { floatAttribute, noAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { adamBeta1, adamBeta2, adamCorrections } from '../optimisers/adam-numbers';
import { type TrainedVariable, withRates } from './gradient-graph';
import type { UpdateRule } from './update-rule';
import { addVariable, done } from './variables';

export interface AdamNodes {
  readonly learningRate: GraphValue;
  /** A value whose run moves the parameters along gradients, as they are once `after` has run. */
  move(gradients: GraphValue, after: readonly GraphValue[]): GraphValue;
}

/** @param step a value whose run takes Adam's step, with what becomes of the gradients and of the parameters before it */
export function addAdam(
  graph: GraphBuilder,
  trained: TrainedVariable,
  step: (gradients: GraphValue, adam: AdamNodes) => GraphValue,
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

  const move = (gradients: GraphValue, after: readonly GraphValue[]): GraphValue => {
    const inputs = [variable, ...state, beta1Power, beta2Power, learningRate, ...betas, epsilon, gradients];
    const output = { shape: [], type: 'float32' } as const;
    const before = [flatParameters, ...after];
    return withRates(graph, trained, graph.add('ResourceApplyAdam', inputs, attributes, output, before));
  };

  return {
    state,
    applyTo: (gradients) => done(graph, [step(gradients, { learningRate, move })]),
    scalarsOf: ({ learningRate: rate, step: number }) => {
      const corrections = adamCorrections(number);
      return new Map([
        [learningRate, Float32Array.of(rate)],
        [beta1Power, Float32Array.of(corrections.beta1Power)],
        [beta2Power, Float32Array.of(corrections.beta2Power)],
        [epsilon, Float32Array.of(corrections.epsilon)],
      ]);
    },
  };
}

import { floatAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import type { IvonSettings } from '../program';
import { binary } from './gradient-graph';

/** Numbers of a step that are fed; see `IvonNumbers`. */
export interface IvonFeeds {
  readonly perItem: GraphValue;
  readonly debias: GraphValue;
  readonly rate: GraphValue;
}

/** The stretches of the flat vectors before a step. */
interface Stretches {
  readonly parameters: readonly GraphValue[];
  readonly gradients: readonly GraphValue[];
  readonly moments: readonly GraphValue[];
}

/**
 * One Gaussian's step of IVON, as `ivonStep` of the JavaScript engine takes it, in TensorFlow's operations.
 * @param place of its means among the stretches; its log standard deviations follow
 */
export function addIvonStep(
  graph: GraphBuilder,
  { parameters, gradients, moments }: Stretches,
  place: number,
  precision: number,
  { settings, feeds }: { readonly settings: IvonSettings; readonly feeds: IvonFeeds },
): { readonly parameters: readonly GraphValue[]; readonly moments: readonly GraphValue[] } {
  const { items, effectiveItems, beta1, beta2, initialHessian, clipRadius } = settings;
  const delta = precision / effectiveItems;
  const number = (value: number): GraphValue => graph.scalar(value, 'float32');
  const apply = (op: string) => (a: GraphValue, b: GraphValue) => binary(graph, op, a, b);
  const [add, sub, mul, div] = ['AddV2', 'Sub', 'Mul', 'RealDiv'].map(apply);
  const unary = (op: string, a: GraphValue) =>
    graph.add(op, [a], { T: floatAttribute }, { shape: a.shape, type: 'float32' });

  const old = moments[place + 1];
  const weighed = mul(gradients[place + 1], number(effectiveItems / items));
  const change = sub(mul(weighed, add(old, number(delta))), old);
  const squares = mul(unary('Square', change), number(0.5 * (1 - beta2) ** 2));
  const correction = div(squares, add(old, number(delta)));
  const hessian = add(add(old, mul(change, number(1 - beta2))), correction);
  const perItem = mul(gradients[place], feeds.perItem);
  const mean = add(mul(moments[place], number(beta1)), mul(perItem, number(1 - beta1)));
  const held = add(div(mean, feeds.debias), mul(parameters[place], number(delta)));
  const step = div(held, add(hessian, number(delta)));
  const bounded =
    clipRadius === undefined
      ? step
      : binary(graph, 'Maximum', binary(graph, 'Minimum', step, number(clipRadius)), number(-clipRadius));
  const moved = mul(mul(bounded, feeds.rate), number(initialHessian + delta));
  const precisions = mul(add(hessian, number(delta)), number(effectiveItems));
  return {
    parameters: [sub(parameters[place], moved), mul(unary('Log', precisions), number(-0.5))],
    moments: [mean, hessian],
  };
}

import { floatAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { binary, byPart, type TrainedVariable } from './gradient-graph';
import type { UpdateRule } from './update-rule';
import { done } from './variables';

/**
 * What moves by its gradient as it is, whatever the optimiser: `others` see no gradient there, which leaves it where it is, and
 * the gradient is taken off once they are done.
 */
export function addMoving(
  graph: GraphBuilder,
  { variable, parts }: TrainedVariable,
  others: UpdateRule,
): UpdateRule {
  if (!parts.some(({ isMoving }) => isMoving)) return others;
  const isTaken = (isMoving: boolean) =>
    byPart(
      graph,
      parts.map((part) => ({ end: part.end, value: (part.isMoving ?? false) === isMoving ? 1 : 0 })),
    );
  const [moving, learning] = [isTaken(true), isTaken(false)];
  const applyTo = (gradients: GraphValue): GraphValue => {
    const applied = others.applyTo(binary(graph, 'Mul', gradients, learning));
    const inputs = [variable, binary(graph, 'Mul', gradients, moving)];
    const output = { shape: [], type: 'float32' } as const;
    return done(graph, [
      graph.add('AssignSubVariableOp', inputs, { dtype: floatAttribute }, output, [applied]),
    ]);
  };
  return { ...others, applyTo };
}

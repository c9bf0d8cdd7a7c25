import { floatAttribute, intAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';

/** A float variable that lives in the session. */
export function addVariable(graph: GraphBuilder, name: string, shape: readonly number[]): GraphValue {
  const attributes = {
    dtype: floatAttribute,
    shape: { kind: 'shape', shape },
    shared_name: { kind: 'string', value: name },
    container: { kind: 'string', value: '' },
  } as const;
  return graph.add('VarHandleOp', [], attributes, { shape: [], type: 'resource', name });
}

/** A value whose run stores new parameters and sets the optimiser's state to zero. */
export function addAssignment(
  graph: GraphBuilder,
  variable: GraphValue,
  newValues: GraphValue,
  state: readonly GraphValue[],
): GraphValue {
  const assign = (target: GraphValue, value: GraphValue): GraphValue =>
    graph.add('AssignVariableOp', [target, value], { dtype: floatAttribute }, { shape: [], type: 'float32' });
  const zeros = graph.fill(newValues.shape, 0, 'float32');
  return done(graph, [assign(variable, newValues), ...state.map((target) => assign(target, zeros))]);
}

/** A value that exists once these operations, which have no output of their own, have run. */
export function done(graph: GraphBuilder, operations: readonly GraphValue[]): GraphValue {
  const one = graph.scalar(1, 'int32');
  return graph.add('Identity', [one], { T: intAttribute }, { shape: [], type: 'int32' }, operations);
}

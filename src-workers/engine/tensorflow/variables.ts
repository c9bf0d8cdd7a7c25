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

/** A value whose run stores new parameters and sets the optimiser's state to where it starts. */
export function addAssignment(
  graph: GraphBuilder,
  variable: GraphValue,
  newValues: GraphValue,
  state: readonly GraphValue[],
  starts: readonly GraphValue[],
): GraphValue {
  const cleared = state.map((target, index) => assign(graph, target, starts[index]));
  return done(graph, [assign(graph, variable, newValues), ...cleared]);
}

/** A value whose run stores the optimiser's state. */
export function addStateAssignment(
  graph: GraphBuilder,
  state: readonly GraphValue[],
  newState: readonly GraphValue[],
): GraphValue {
  return done(
    graph,
    state.map((target, index) => assign(graph, target, newState[index])),
  );
}

/** A value whose run stores a vector in a variable, or adds it to what is there. */
export function addInto(
  graph: GraphBuilder,
  variable: GraphValue,
  value: GraphValue,
  order: 'first' | 'further',
): GraphValue {
  const op = order === 'first' ? 'AssignVariableOp' : 'AssignAddVariableOp';
  const output = { shape: [], type: 'float32' } as const;
  return done(graph, [graph.add(op, [variable, value], { dtype: floatAttribute }, output)]);
}

function assign(graph: GraphBuilder, target: GraphValue, value: GraphValue): GraphValue {
  const output = { shape: [], type: 'float32' } as const;
  return graph.add('AssignVariableOp', [target, value], { dtype: floatAttribute }, output);
}

/** A value that exists once these operations, which have no output of their own, have run. */
export function done(graph: GraphBuilder, operations: readonly GraphValue[]): GraphValue {
  const one = graph.scalar(1, 'int32');
  return graph.add('Identity', [one], { T: intAttribute }, { shape: [], type: 'int32' }, operations);
}

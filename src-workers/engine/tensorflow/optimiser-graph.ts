import { floatAttribute, intAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { type ParameterLayout, paddedSize } from '../parameter-layout';
import type { OptimiserSettings, OptimiserStep } from '../program';
import { addAdam } from './adam-graph';
import { addMomentum } from './momentum-graph';
import { addAssignment, addStateAssignment, addVariable } from './variables';

/** The parameters and the optimiser as nodes of the graph. All parameters are one variable, updated at once. */
export interface OptimiserNodes {
  /** Each parameter in its shape: slices of the variable. */
  readonly parameters: readonly GraphValue[];
  readonly flatParameters: GraphValue;
  /** Fed with new parameters; running `assigned` stores them and clears the moments. */
  readonly newParameters: GraphValue;
  readonly assigned: GraphValue;
  /** The moments' values. */
  readonly state: readonly GraphValue[];
  /** Fed with moments; running `stateAssigned` stores them. */
  readonly newState: readonly GraphValue[];
  readonly stateAssigned: GraphValue;
  /** Fed with a reduced gradient; running `appliedFed` applies it. */
  readonly fedGradients: GraphValue;
  readonly appliedFed: GraphValue;
  /** Gradients of all parameters as one flat vector. */
  concatenate(gradients: readonly GraphValue[]): GraphValue;
  /** A value whose run applies this flat gradient. */
  applyTo(gradients: GraphValue): GraphValue;
  /** What to feed for one step. */
  scalarsOf(step: OptimiserStep): ReadonlyMap<GraphValue, Float32Array>;
}

/** One kind of optimiser: its state, and how a gradient changes the parameters. */
export interface UpdateRule {
  readonly state: readonly GraphValue[];
  applyTo(gradients: GraphValue): GraphValue;
  scalarsOf(step: OptimiserStep): ReadonlyMap<GraphValue, Float32Array>;
}

export function addOptimiser(
  graph: GraphBuilder,
  layout: ParameterLayout,
  settings: OptimiserSettings,
): OptimiserNodes {
  const shape = [layout.floats];
  const variable = addVariable(graph, 'parameters', shape);
  const read = (handle: GraphValue): GraphValue =>
    graph.add('ReadVariableOp', [handle], { dtype: floatAttribute }, { shape, type: 'float32' });
  const flatParameters = read(variable);
  const rule =
    settings.kind === 'sgd'
      ? addMomentum(graph, { variable, flatParameters }, settings)
      : addAdam(graph, { variable, flatParameters }, settings);
  const newParameters = graph.placeholder('new_parameters', shape, 'float32');
  const newState = rule.state.map((_, index) => graph.placeholder(`new_state_${index}`, shape, 'float32'));
  const fedGradients = graph.placeholder('fed_gradients', shape, 'float32');
  return {
    parameters: addSlices(graph, layout, flatParameters),
    flatParameters,
    newParameters,
    assigned: addAssignment(graph, variable, newParameters, rule.state),
    state: rule.state.map(read),
    newState,
    stateAssigned: addStateAssignment(graph, rule.state, newState),
    fedGradients,
    appliedFed: rule.applyTo(fedGradients),
    concatenate: (gradients) => concatenate(graph, layout, gradients),
    applyTo: rule.applyTo,
    scalarsOf: rule.scalarsOf,
  };
}

function addSlices(graph: GraphBuilder, layout: ParameterLayout, flat: GraphValue): readonly GraphValue[] {
  const sizes = graph.ints(layout.slots.map((slot) => paddedSize(slot.size)));
  const attributes = {
    T: floatAttribute,
    Tlen: intAttribute,
    num_split: { kind: 'int', value: layout.slots.length },
  } as const;
  const output = { shape: [], type: 'float32' } as const;
  const split = graph.add('SplitV', [flat, sizes, graph.scalar(0, 'int32')], attributes, output);
  return layout.slots.map((slot, index) => {
    const padded = { ...split, name: split.name.replace(/0$/, `${index}`), shape: [paddedSize(slot.size)] };
    return reshape(graph, withoutPadding(graph, padded, slot.size), slot.shape);
  });
}

function withoutPadding(graph: GraphBuilder, padded: GraphValue, size: number): GraphValue {
  if (padded.shape[0] === size) return padded;
  const inputs = [padded, graph.ints([0]), graph.ints([size])];
  return graph.add(
    'Slice',
    inputs,
    { T: floatAttribute, Index: intAttribute },
    { shape: [size], type: 'float32' },
  );
}

function reshape(graph: GraphBuilder, value: GraphValue, shape: readonly number[]): GraphValue {
  const inputs = [value, graph.ints(shape)];
  return graph.add(
    'Reshape',
    inputs,
    { T: floatAttribute, Tshape: intAttribute },
    { shape, type: 'float32' },
  );
}

function concatenate(
  graph: GraphBuilder,
  layout: ParameterLayout,
  gradients: readonly GraphValue[],
): GraphValue {
  const parts = layout.slots.flatMap(({ size }, index) => {
    const flat = reshape(graph, gradients[index], [size]);
    const padding = paddedSize(size) - size;
    return padding === 0 ? [flat] : [flat, graph.constant(new Float32Array(padding), [padding], 'float32')];
  });
  const attributes = {
    N: { kind: 'int', value: parts.length },
    T: floatAttribute,
    Tidx: intAttribute,
  } as const;
  const output = { shape: [layout.floats], type: 'float32' } as const;
  return graph.add('ConcatV2', [...parts, graph.scalar(0, 'int32')], attributes, output);
}

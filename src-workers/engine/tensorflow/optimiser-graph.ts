import { adamBeta1, adamBeta2 } from '../adam';
import type { Attribute, GraphBuilder, GraphValue } from '../graph/graph-builder';
import { type ParameterLayout, paddedSize } from '../parameter-layout';

/** The parameters and Adam as nodes of the graph. All parameters are one variable, so Adam is one operation. */
export interface OptimiserNodes {
  /** Each parameter in its shape: slices of the variable. */
  readonly parameters: readonly GraphValue[];
  readonly flatParameters: GraphValue;
  /** Fed with new parameters; running `assigned` stores them and clears the moments. */
  readonly newParameters: GraphValue;
  readonly assigned: GraphValue;
  /** Fed with a reduced gradient; running `appliedFed` applies it. */
  readonly fedGradients: GraphValue;
  readonly appliedFed: GraphValue;
  readonly scalars: AdamScalars;
  /** Gradients of all parameters as one flat vector. */
  concatenate(gradients: readonly GraphValue[]): GraphValue;
  /** A value whose run applies this flat gradient. */
  applyTo(gradients: GraphValue): GraphValue;
}

interface AdamScalars {
  readonly learningRate: GraphValue;
  readonly beta1Power: GraphValue;
  readonly beta2Power: GraphValue;
  readonly epsilon: GraphValue;
}

interface Variables {
  readonly parameters: GraphValue;
  readonly firstMoment: GraphValue;
  readonly secondMoment: GraphValue;
}

const floatType: Attribute = { kind: 'type', type: 'float32' };

export function addOptimiser(
  graph: GraphBuilder,
  layout: ParameterLayout,
  weightDecay: number,
): OptimiserNodes {
  const shape = [layout.floats];
  const variables: Variables = {
    parameters: addVariable(graph, 'parameters', shape),
    firstMoment: addVariable(graph, 'first_moment', shape),
    secondMoment: addVariable(graph, 'second_moment', shape),
  };
  const scalars: AdamScalars = {
    learningRate: graph.placeholder('learning_rate', [], 'float32'),
    beta1Power: graph.placeholder('beta1_power', [], 'float32'),
    beta2Power: graph.placeholder('beta2_power', [], 'float32'),
    epsilon: graph.placeholder('epsilon', [], 'float32'),
  };
  const flatParameters = graph.add(
    'ReadVariableOp',
    [variables.parameters],
    { dtype: floatType },
    { shape, type: 'float32' },
  );
  const applyTo = (gradients: GraphValue): GraphValue =>
    addAdam(graph, variables, scalars, decayed(graph, flatParameters, gradients, weightDecay));
  const newParameters = graph.placeholder('new_parameters', shape, 'float32');
  const fedGradients = graph.placeholder('fed_gradients', shape, 'float32');
  return {
    parameters: addSlices(graph, layout, flatParameters),
    flatParameters,
    newParameters,
    assigned: addAssignment(graph, variables, newParameters),
    fedGradients,
    appliedFed: applyTo(fedGradients),
    scalars,
    concatenate: (gradients) => concatenate(graph, layout, gradients),
    applyTo,
  };
}

function addVariable(graph: GraphBuilder, name: string, shape: readonly number[]): GraphValue {
  const attributes: Record<string, Attribute> = {
    dtype: floatType,
    shape: { kind: 'shape', shape },
    shared_name: { kind: 'string', value: name },
    container: { kind: 'string', value: '' },
  };
  return graph.add('VarHandleOp', [], attributes, { shape: [], type: 'resource', name });
}

function addAssignment(graph: GraphBuilder, variables: Variables, newParameters: GraphValue): GraphValue {
  const assign = (variable: GraphValue, value: GraphValue): GraphValue =>
    graph.add('AssignVariableOp', [variable, value], { dtype: floatType }, { shape: [], type: 'float32' });
  const zeros = graph.fill(newParameters.shape, 0, 'float32');
  return done(graph, [
    assign(variables.parameters, newParameters),
    assign(variables.firstMoment, zeros),
    assign(variables.secondMoment, zeros),
  ]);
}

/** A value that exists once these operations, which have no output of their own, have run. */
function done(graph: GraphBuilder, operations: readonly GraphValue[]): GraphValue {
  const one = graph.scalar(1, 'int32');
  return graph.add(
    'Identity',
    [one],
    { T: { kind: 'type', type: 'int32' } },
    { shape: [], type: 'int32' },
    operations,
  );
}

function addSlices(graph: GraphBuilder, layout: ParameterLayout, flat: GraphValue): readonly GraphValue[] {
  const sizes = graph.ints(layout.slots.map((slot) => paddedSize(slot.size)));
  const attributes: Record<string, Attribute> = {
    T: floatType,
    Tlen: { kind: 'type', type: 'int32' },
    num_split: { kind: 'int', value: layout.slots.length },
  };
  const split = graph.add('SplitV', [flat, sizes, graph.scalar(0, 'int32')], attributes, {
    shape: [],
    type: 'float32',
  });
  return layout.slots.map((slot, index) => {
    const padded = { ...split, name: split.name.replace(/0$/, `${index}`), shape: [paddedSize(slot.size)] };
    return reshape(graph, withoutPadding(graph, padded, slot.size), slot.shape);
  });
}

function withoutPadding(graph: GraphBuilder, padded: GraphValue, size: number): GraphValue {
  if (padded.shape[0] === size) return padded;
  const attributes: Record<string, Attribute> = { T: floatType, Index: { kind: 'type', type: 'int32' } };
  return graph.add('Slice', [padded, graph.ints([0]), graph.ints([size])], attributes, {
    shape: [size],
    type: 'float32',
  });
}

function reshape(graph: GraphBuilder, value: GraphValue, shape: readonly number[]): GraphValue {
  const attributes: Record<string, Attribute> = { T: floatType, Tshape: { kind: 'type', type: 'int32' } };
  return graph.add('Reshape', [value, graph.ints(shape)], attributes, { shape, type: 'float32' });
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
  const attributes: Record<string, Attribute> = {
    N: { kind: 'int', value: parts.length },
    T: floatType,
    Tidx: { kind: 'type', type: 'int32' },
  };
  return graph.add('ConcatV2', [...parts, graph.scalar(0, 'int32')], attributes, {
    shape: [layout.floats],
    type: 'float32',
  });
}

/** L2 regularisation as PyTorch's Adam has it: the decayed parameters are added to the gradient. */
function decayed(
  graph: GraphBuilder,
  parameters: GraphValue,
  gradients: GraphValue,
  weightDecay: number,
): GraphValue {
  if (weightDecay === 0) return gradients;
  const output = { shape: gradients.shape, type: 'float32' } as const;
  const decay = graph.add(
    'Mul',
    [parameters, graph.scalar(weightDecay, 'float32')],
    { T: floatType },
    output,
  );
  return graph.add('AddV2', [gradients, decay], { T: floatType }, output);
}

function addAdam(
  graph: GraphBuilder,
  variables: Variables,
  scalars: AdamScalars,
  gradients: GraphValue,
): GraphValue {
  const inputs = [
    variables.parameters,
    variables.firstMoment,
    variables.secondMoment,
    scalars.beta1Power,
    scalars.beta2Power,
    scalars.learningRate,
    graph.scalar(adamBeta1, 'float32'),
    graph.scalar(adamBeta2, 'float32'),
    scalars.epsilon,
    gradients,
  ];
  const attributes: Record<string, Attribute> = {
    T: floatType,
    use_locking: { kind: 'bool', value: false },
    use_nesterov: { kind: 'bool', value: false },
  };
  return done(graph, [graph.add('ResourceApplyAdam', inputs, attributes, { shape: [], type: 'float32' })]);
}

import { floatAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { optimiserOfKind } from '../optimisers';
import type { ParameterLayout } from '../parameter-layout';
import type { OptimiserSettings } from '../program';
import { firstMomentStart, type PartValue, updateParts } from '../update-parts';
import { joined, type TrainedVariable } from './gradient-graph';
import { addIvon } from './ivon-graph';
import { addMoving } from './moving-graph';
import { addOwnStep } from './own-step';
import type { UpdateRule } from './update-rule';
import { addAssignment, addStateAssignment, addVariable } from './variables';

/** The parameters and the optimiser as nodes of the graph. All parameters are one variable, updated at once. */
export interface OptimiserNodes {
  readonly flatParameters: GraphValue;
  /** Fed with new parameters; running `assigned` stores them and clears the moments. */
  readonly newParameters: GraphValue;
  readonly assigned: GraphValue;
  /** Running it stores them alone. */
  readonly replaced: GraphValue;
  /** The moments' values. */
  readonly state: readonly GraphValue[];
  /** Fed with moments; running `stateAssigned` stores them. */
  readonly newState: readonly GraphValue[];
  readonly stateAssigned: GraphValue;
  /** Fed with a reduced gradient; running `appliedFed` applies it. */
  readonly fedGradients: GraphValue;
  readonly appliedFed: GraphValue;
  readonly applyTo: UpdateRule['applyTo'];
  readonly applyToEach?: UpdateRule['applyToEach'];
  /** The variable in which passes add up, its value, and a value whose run applies that. */
  readonly summed: {
    readonly variable: GraphValue;
    readonly value: GraphValue;
    readonly applied: GraphValue;
  };
  readonly scalarsOf: UpdateRule['scalarsOf'];
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
  const trained = { variable, flatParameters, parts: updateParts(layout, settings) };
  const rule = hasOwnStep(graph)
    ? addOwnStep(graph, layout, trained, settings)
    : composedRule(graph, trained, settings);
  const starts = rule.state.map((_, index) =>
    index === 0
      ? addStart(graph, firstMomentStart(trained.parts, settings))
      : graph.fill(shape, 0, 'float32'),
  );
  const newParameters = graph.placeholder('new_parameters', shape, 'float32');
  const newState = rule.state.map((_, index) => graph.placeholder(`new_state_${index}`, shape, 'float32'));
  const sumVariable = addVariable(graph, 'summed_gradients', shape);
  const sum = read(sumVariable);
  const fedGradients = graph.placeholder('fed_gradients', shape, 'float32');
  return {
    flatParameters,
    newParameters,
    assigned: addAssignment(graph, variable, newParameters, rule.state, starts),
    replaced: addAssignment(graph, variable, newParameters, [], []),
    state: rule.state.map(read),
    newState,
    stateAssigned: addStateAssignment(graph, rule.state, newState),
    fedGradients,
    appliedFed: rule.applyTo(fedGradients),
    summed: { variable: sumVariable, value: sum, applied: rule.applyTo(sum) },
    applyTo: rule.applyTo,
    ...(rule.applyToEach ? { applyToEach: rule.applyToEach } : {}),
    scalarsOf: rule.scalarsOf,
  };
}

/** Whether a session's optimiser, and the sum of its passes, are operations of our own. */
export function hasOwnStep({ device, hasOwnOperations }: GraphBuilder): boolean {
  return device === 'gpu' && hasOwnOperations;
}

/** By TensorFlow's own operations. */
function composedRule(
  graph: GraphBuilder,
  trained: TrainedVariable,
  settings: OptimiserSettings,
): UpdateRule {
  const plain = optimiserOfKind(settings).addTo(graph, trained, settings);
  const others = settings.ivon ? addIvon(graph, trained, plain, settings.ivon) : plain;
  return addMoving(graph, trained, others);
}

function addStart(graph: GraphBuilder, values: readonly PartValue[]): GraphValue {
  const lengths = values.map(({ end }, index) => end - (values[index - 1]?.end ?? 0));
  return joined(
    graph,
    lengths.map((length, index) => graph.fill([length], values[index].value, 'float32')),
  );
}

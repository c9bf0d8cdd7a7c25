import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { optimiserOfKind } from '../optimisers';
import type { ParameterLayout } from '../parameter-layout';
import type { OptimiserSettings } from '../program';
import type { UpdatePart } from '../update-parts';
import type { TrainedVariable } from './gradient-graph';
import { bitsOf, flatPieces, numbersOfPiece, piecesOfEach, type StepPieces } from './step-pieces';
import { countOfNumbers, updateNumbers } from './update-numbers';
import type { UpdateRule } from './update-rule';
import { addVariable, done } from './variables';

/**
 * The optimiser as an operation of our own, where graphs are for GPUs: one pass over gradients, moments and parameters, which
 * stay the session's variables. It takes the gradient of each parameter where the backward pass left it.
 */
export function addOwnStep(
  graph: GraphBuilder,
  layout: ParameterLayout,
  { variable, flatParameters, parts }: TrainedVariable,
  settings: OptimiserSettings,
): UpdateRule {
  const { moments } = optimiserOfKind(settings);
  const state = Array.from({ length: moments }, (_, index) =>
    addVariable(graph, `moment_${index}`, flatParameters.shape),
  );
  const numbers = graph.placeholder('step_numbers', [countOfNumbers(settings)], 'int32');
  const step = (pieces: StepPieces, gradients: readonly GraphValue[]): GraphValue => {
    const inputs = [addPieces(graph, pieces), numbers, variable, ...state, ...gradients];
    const attributes = { M: { kind: 'int', value: 1 + moments }, N: ofMany(gradients) } as const;
    // What reads the parameters sees them as they were.
    return done(graph, [graph.add('ParasampleStep', inputs, attributes, nothing, [flatParameters])]);
  };
  return {
    state,
    applyTo: (gradients) => step(flatPieces(parts), [gradients]),
    applyToEach: (gradients) => step(piecesOfEach(layout, parts), gradients),
    scalarsOf: (one) => new Map([[numbers, bitsOf(updateNumbers(settings, one))]]),
  };
}

/** A value whose run makes the gradients of all parameters the sum in a variable, or adds them to it. */
export function addOwnSum(
  graph: GraphBuilder,
  layout: ParameterLayout,
  sum: GraphValue,
  gradients: readonly GraphValue[],
  order: 'first' | 'further',
): GraphValue {
  const pieces = addPieces(graph, piecesOfEach(layout, [alike(layout)]));
  const inputs = [pieces, graph.scalar(order === 'further' ? 1 : 0, 'int32'), sum, ...gradients];
  return done(graph, [graph.add('ParasampleAddGradients', inputs, { N: ofMany(gradients) }, nothing)]);
}

const nothing = { shape: [], type: 'float32' } as const;

function ofMany(gradients: readonly GraphValue[]) {
  return { kind: 'int', value: gradients.length } as const;
}

function alike({ floats }: ParameterLayout): UpdatePart {
  return { end: floats, rate: 1, decay: 1 };
}

function addPieces(graph: GraphBuilder, pieces: StepPieces): GraphValue {
  return graph.constant(pieces, [pieces.length / numbersOfPiece, numbersOfPiece], 'int32');
}

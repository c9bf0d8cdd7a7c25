import { BadInputError } from '../../src-shared/errors';
import type { PosteriorWork } from '../../src-shared/posterior-work';
import { sizeOf } from '../bayes/weight-tensor';
import type { GraphNode, GraphValue } from '../engine/graph/graph-builder';
import { traceInto } from '../engine/trace/trace';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import { anyItems, forAnyBatch } from './any-batch';
import { neededFor, withFreshDraws } from './fresh-draws';
import {
  drawnLayers,
  FrozenLayers,
  type FrozenSamples,
  freezeSamples,
  parameterTensors,
} from './frozen-samples';
import { predictiveFunction } from './predictive-function';
import { RecordedGraph } from './recorded-graph';

/** The predictive function as a graph for any number of items. */
export interface PredictiveGraph {
  readonly nodes: readonly GraphNode[];
  /** -1 is the number of items in all shapes here. */
  readonly input: GraphValue;
  readonly outputs: ReadonlyMap<string, GraphValue>;
  /** What a node gives; sizes that hold the number of items are those of the trace. */
  readonly outputOf: (node: string) => GraphValue;
}

export type Draws = Extract<PosteriorWork, { kind: 'export-network' }>['draws'];

/** Numbers that meet by chance nowhere else in a network's shapes: large primes. */
const [tracedItems, otherItems] = [7919, 7927];

/** Both formats are Protocol Buffers, which end at 2 GiB. */
const mostBytes = 2 ** 31 - 2 ** 24;

/**
 * Traces the predictive function of a posterior.
 * @throws BadInputError where its weights do not fit into one file
 */
export function predictiveGraph(posterior: TrainedPosterior, draws: Draws): PredictiveGraph {
  requireSize(posterior, draws);
  const frozen = draws === 'frozen' ? freezeSamples(posterior) : undefined;
  const traced = trace(posterior, frozen, tracedItems);
  const other = trace(posterior, frozen, otherItems);
  const all = forAnyBatch(traced.graph.nodes, other.graph.nodes, tracedItems, otherItems);
  const wanted = [traced.input, ...traced.outputs.values()].map(({ name }) => name);
  return {
    nodes: neededFor(withFreshDraws(all), wanted),
    input: forAny(traced.input),
    outputs: new Map([...traced.outputs].map(([name, value]) => [name, forAny(value)])),
    outputOf: (node) => traced.graph.outputOf(node),
  };
}

interface Trace {
  readonly graph: RecordedGraph;
  readonly input: GraphValue;
  readonly outputs: ReadonlyMap<string, GraphValue>;
}

function trace(posterior: TrainedPosterior, frozen: FrozenSamples | undefined, items: number): Trace {
  const graph = new RecordedGraph();
  const { inputShape } = posterior.metadata.task;
  const input = graph.placeholder('inputs', [items, ...inputShape], 'float32');
  let names: readonly string[] = [];
  const values = traceInto(graph, [input], ([raw]) => {
    const layers = frozen ? new FrozenLayers(frozen) : drawnLayers(posterior, parameterTensors(posterior));
    const outputs = predictiveFunction(posterior, layers, raw);
    names = [...outputs.keys()];
    return [...outputs.values()];
  });
  return { graph, input, outputs: new Map(values.map((value, index) => [names[index], value])) };
}

function forAny(value: GraphValue): GraphValue {
  return { ...value, shape: value.shape.map((size) => (size === tracedItems ? anyItems : size)) };
}

function requireSize({ model, experiment, layout }: TrainedPosterior, draws: Draws): void {
  const { samples } = experiment.training;
  const frozenFloats = model.weights.reduce(
    (sum, { shape, bayesian }) => sum + sizeOf(shape) * (bayesian ? samples : 1),
    0,
  );
  const bytes = 4 * (draws === 'frozen' ? frozenFloats : layout.floats);
  if (bytes < mostBytes) return;
  const remedy =
    draws === 'frozen' ? `ask for fewer than ${samples} --samples, or for --draws fresh` : 'use safetensors';
  throw new BadInputError(
    `The file would hold ${(bytes / 1e9).toFixed(1)} GB, and the format ends at 2.1 GB; ${remedy}.`,
  );
}

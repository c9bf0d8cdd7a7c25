import type { Tensor } from '@tensorflow/tfjs-core';
import { BadInputError } from '../../src-shared/errors';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { GraphNode, GraphValue } from '../engine/graph/graph-builder';
import { valuesOf } from '../engine/parameter-layout';
import { traceInto } from '../engine/trace/trace';
import type { Layers } from '../models/layers';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import { anyItems, forAnyBatch } from './any-batch';
import { drawnLayers } from './drawn-layers';
import { neededFor, withFreshDraws } from './fresh-draws';
import { FrozenLayers } from './frozen-layers';
import { freezeSamples } from './frozen-samples';
import { type GivenTensor, withGiven } from './given-tensor';
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
 * @param onSample weight samples drawn so far, where they are part of the graph
 * @throws BadInputError where its weights do not fit into one file
 */
export function predictiveGraph(
  posterior: TrainedPosterior,
  draws: Draws,
  engine: EngineChoice,
  onSample: (done: number) => void,
): PredictiveGraph {
  requireSize(posterior, draws);
  const source = draws === 'frozen' ? frozenSource(posterior, engine, onSample) : freshSource(posterior);
  const traced = trace(posterior, source, tracedItems);
  const other = trace(posterior, source, otherItems);
  const all = forAnyBatch(traced.graph.nodes, other.graph.nodes, tracedItems, otherItems);
  const wanted = [traced.input, ...traced.outputs.values()].map(({ name }) => name);
  return {
    nodes: withGiven(neededFor(withFreshDraws(all), wanted), source.given),
    input: forAny(traced.input),
    outputs: new Map([...traced.outputs].map(([name, value]) => [name, forAny(value)])),
    outputOf: (node) => traced.graph.outputOf(node),
  };
}

/** Where a network's weights come from: numbers that the file holds, and what is made of them. */
interface WeightSource {
  readonly given: readonly GivenTensor[];
  /** @param tensors as `given` */
  layers(tensors: readonly Tensor[]): Layers;
}

function frozenSource(
  posterior: TrainedPosterior,
  engine: EngineChoice,
  onSample: (done: number) => void,
): WeightSource {
  const frozen = freezeSamples(posterior, engine, onSample);
  const { samples } = posterior.experiment.training;
  return {
    given: [...frozen.weights.values(), ...frozen.masks.values()],
    layers: (tensors) => new FrozenLayers(frozen, tensors, samples),
  };
}

function freshSource(posterior: TrainedPosterior): WeightSource {
  const { layout, flat } = posterior;
  return {
    given: layout.slots.map((slot) => ({
      name: `posterior/${slot.name}`,
      shape: slot.shape,
      data: valuesOf(slot, flat),
    })),
    layers: (tensors) => drawnLayers(posterior, tensors),
  };
}

interface Trace {
  readonly graph: RecordedGraph;
  readonly input: GraphValue;
  readonly outputs: ReadonlyMap<string, GraphValue>;
}

function trace(posterior: TrainedPosterior, source: WeightSource, items: number): Trace {
  const graph = new RecordedGraph();
  const { inputShape } = posterior.metadata.task;
  const input = graph.placeholder('inputs', [items, ...inputShape], 'float32');
  const given = source.given.map(({ name, shape }) => graph.placeholder(name, shape, 'float32'));
  let names: readonly string[] = [];
  const values = traceInto(graph, [input, ...given], ([raw, ...tensors]) => {
    const outputs = predictiveFunction(posterior, source.layers(tensors), raw);
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

import { env, ones, setBackend, type Tensor, type Tensor3D, tensor, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { GraphBuilder, type GraphValue } from '../engine/graph/graph-builder';
import { valuesOf } from '../engine/parameter-layout';
import { type Binding, loadBinding } from '../engine/tensorflow/binding';
import { type FedValues, Session } from '../engine/tensorflow/session';
import { traceInto } from '../engine/trace/trace';
import { seedsOfUse } from '../posterior/sampler';
import type { TrainedPosterior } from '../posterior/trained-posterior';

/** Draws the weight samples that predictions use, one at a time. */
export interface SampleDrawer {
  /** Every weight tensor of the model, then the mask [units] of every dropout site, ones where nothing is dropped. */
  draw(sample: number): readonly Float32Array[];
  dispose(): void;
}

/** By TensorFlow where there is noise to draw: plain JavaScript takes near a microsecond for each number. */
export function openDrawer(posterior: TrainedPosterior, engine: EngineChoice): SampleDrawer {
  const { program, family, plan } = posterior;
  const drawsNoNoise = program.noiseTensors === 0 || family.membersOf !== undefined;
  // The graph is of the first sample's network.
  if (plan.modes !== undefined && plan.modes > 1) return drawEagerly(posterior);
  if (engine.kind === 'javascript' || drawsNoNoise) return drawEagerly(posterior);
  return drawByTensorflow(posterior, loadBinding(engine.binding, engine.ownOperations));
}

function drawEagerly(posterior: TrainedPosterior): SampleDrawer {
  env().set('IS_NODE', false);
  setBackend('cpu');
  const draw = (sample: number): readonly Float32Array[] => {
    let values: readonly Float32Array[] = [];
    tidy(() => {
      const seeds = tensor(seedsOf(posterior, sample), seedsShape(posterior), 'int32');
      const drawn = drawnTensors(posterior, parameterTensors(posterior), seeds as Tensor3D, sample);
      values = drawn.map((one) => one.dataSync<'float32'>().slice());
    });
    return values;
  };
  return { draw, dispose: () => {} };
}

/** One graph for all samples, which differ by their seeds. */
function drawByTensorflow(posterior: TrainedPosterior, binding: Binding): SampleDrawer {
  const { layout, flat } = posterior;
  const graph = new GraphBuilder(binding.hasOwnKernels);
  const seeds = graph.placeholder('seeds', seedsShape(posterior), 'int32');
  const parameters = layout.slots.map(({ name, shape }) => graph.placeholder(name, shape, 'float32'));
  const drawn = traceInto(graph, [seeds, ...parameters], ([seedsIn, ...parametersIn]) =>
    drawnTensors(posterior, parametersIn, seedsIn as Tensor3D, 0),
  );
  const session = new Session(binding, graph.nodes);
  const fed = new Map<GraphValue, FedValues>(
    parameters.map((value, index) => [value, valuesOf(layout.slots[index], flat)]),
  );
  return {
    draw: (sample) =>
      session.run(new Map([...fed, [seeds, seedsOf(posterior, sample)]]), drawn) as Float32Array[],
    dispose: () => session.dispose(),
  };
}

function seedsOf(posterior: TrainedPosterior, sample: number): Int32Array {
  return seedsOfUse(posterior, { first: sample, count: 1 });
}

function seedsShape({ program }: TrainedPosterior): [number, number, number] {
  return [program.noiseTensors, 1, 2];
}

function drawnTensors(
  { family, model }: TrainedPosterior,
  parameters: readonly Tensor[],
  seeds: Tensor3D,
  sample: number,
): readonly Tensor[] {
  const own = parameters.slice(0, family.parameters.length);
  const layers = family.drawLayers(own, { seeds, samples: 1, first: sample });
  return [
    ...model.weights.map(({ name }) => layers.weight(name)),
    ...model.dropoutSites.map(({ name, units }) => layers.dropout(name, ones([1, 1, units]))),
  ];
}

function parameterTensors({ layout, flat }: TrainedPosterior): Tensor[] {
  return layout.slots.map((slot) => tensor(valuesOf(slot, flat), [...slot.shape], 'float32'));
}

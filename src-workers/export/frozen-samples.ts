import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import type { GivenTensor } from './given-tensor';
import { openDrawer } from './sample-drawer';

/** Weight samples of a posterior as plain numbers: what a file holds instead of the posterior they were drawn from. */
export interface FrozenSamples {
  /** By weight tensor, [samples, ...shape], or [1, ...shape] where all samples share it. */
  readonly weights: ReadonlyMap<string, GivenTensor>;
  /** By dropout site, [samples, units]; empty where nothing is dropped. */
  readonly masks: ReadonlyMap<string, GivenTensor>;
}

/** Draws the weight samples that predictions with this posterior use. */
export function freezeSamples(
  posterior: TrainedPosterior,
  engine: EngineChoice,
  onSample: (done: number) => void,
): FrozenSamples {
  const { model, family, experiment } = posterior;
  const { samples } = experiment.training;
  const weights = model.weights.map((weight) =>
    emptyTensor(`weight/${weight.name}`, family.differs(weight) ? samples : 1, weight.shape),
  );
  const sites = family.dropped;
  const masks = sites.map(({ name, units }) => emptyTensor(`mask/${name}`, samples, [units]));
  fill([...weights, ...masks], posterior, engine, onSample);
  return {
    weights: new Map(weights.map((tensor, index) => [model.weights[index].name, tensor])),
    masks: new Map(masks.map((tensor, index) => [sites[index].name, tensor])),
  };
}

function emptyTensor(name: string, samples: number, shape: readonly number[]): GivenTensor {
  return { name, shape: [samples, ...shape], data: new Float32Array(samples * sizeOf(shape)) };
}

function fill(
  tensors: readonly GivenTensor[],
  posterior: TrainedPosterior,
  engine: EngineChoice,
  onSample: (done: number) => void,
): void {
  const drawer = openDrawer(posterior, engine);
  try {
    for (let sample = 0; sample < posterior.experiment.training.samples; sample += 1) {
      const drawn = drawer.draw(sample);
      tensors.forEach(({ shape, data }, index) => {
        if (sample < shape[0]) data.set(drawn[index], sample * drawn[index].length);
      });
      onSample(sample + 1);
    }
  } finally {
    drawer.dispose();
  }
}

import { initialGaussian } from '../../../src-workers/bayes/gaussian-posterior';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import type { CompileOptions, PassInputs, Program } from '../../../src-workers/engine/program';
import type { Activation } from '../../../src-workers/models/activation';
import { cnn } from '../../../src-workers/models/cnn';
import { mlp } from '../../../src-workers/models/mlp';
import type { ImageShape } from '../../../src-workers/models/model';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-normal';
import { variationalProgram } from '../../../src-workers/train/variational-program';

export interface SmallProgram {
  readonly program: Program;
  readonly initial: Float32Array;
  readonly inputs: PassInputs;
  readonly options: CompileOptions;
}

const imageShape: ImageShape = [8, 8, 1];
const shape = { samples: 3, items: 5 };

/** A network small enough for every engine and for finite differences, with fixed data, noise and parameters. */
export function smallProgram(kind: 'mlp' | 'cnn', activation: Activation): SmallProgram {
  const model =
    kind === 'mlp'
      ? mlp(imageShape, [20, 30], 10, activation)
      : cnn(imageShape, [4, 6], [12], 10, activation);
  const program = variationalProgram(model, {
    imageShape,
    classes: 10,
    trainItems: 50,
    priorStd: 1,
    heat: 0.1,
  });
  const images = new Float32Array(shape.items * 64);
  fillStatelessNormal(5, 6, images);
  return {
    program,
    initial: flatten(layoutOf(program.parameters), initialGaussian(model.weights, 0.5, 7)),
    inputs: {
      shape,
      images,
      labels: Int32Array.of(1, 2, 3, 9, 0),
      seeds: noiseSeeds(7, 'training', 1, model.weights.length, { first: 0, count: shape.samples }),
      share: 1,
    },
    options: { passes: [shape], predictions: [shape], weightDecay: 0.01 },
  };
}

import {
  engine,
  env,
  scalar,
  setBackend,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tensor,
  tensor1d,
  tensor3d,
  tensor4d,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs';
import { adamBeta1, adamBeta2, adamCorrections } from '../adam';
import { flatten, layoutOf, type ParameterLayout, valuesOf } from '../parameter-layout';
import type {
  AdamStep,
  CompiledProgram,
  CompileOptions,
  PassInputs,
  PassReport,
  PassShape,
  PredictionSums,
  Program,
} from '../program';

/** Runs a program step by step on a tfjs backend: `cpu`, plain JavaScript, needs nothing and is the slow one. */
export function runEagerly(backend: string, program: Program, options: CompileOptions): CompiledProgram {
  // Else tfjs prints advice to install what is not needed here into the run's log.
  env().set('IS_NODE', false);
  return new EagerProgram(backend, program, options.weightDecay);
}

class EagerProgram implements CompiledProgram {
  readonly #layout: ParameterLayout;
  readonly #parameters: Float32Array;
  readonly #firstMoment: Float32Array;
  readonly #secondMoment: Float32Array;

  constructor(
    readonly backend: string,
    readonly program: Program,
    readonly weightDecay: number,
  ) {
    this.#layout = layoutOf(program.parameters);
    this.#parameters = new Float32Array(this.#layout.floats);
    this.#firstMoment = new Float32Array(this.#layout.floats);
    this.#secondMoment = new Float32Array(this.#layout.floats);
  }

  setParameters(flat: Float32Array): void {
    this.#parameters.set(flat);
    this.#firstMoment.fill(0);
    this.#secondMoment.fill(0);
  }

  parameters(): Float32Array {
    return this.#parameters.slice();
  }

  gradients(inputs: PassInputs): { gradients: Float32Array; report: PassReport } {
    return this.#scoped(() => {
      const pass = this.program.pass(
        this.#tensors(),
        {
          ...this.#forwardTensors(inputs),
          share: scalar(inputs.share),
          pooled: tensor1d(inputs.pooled ?? new Float32Array(inputs.shape.items)),
        },
        inputs.shape,
      );
      const [nll, accuracy, kl] = [pass.nll, pass.accuracy, pass.kl].map((value) => value.dataSync()[0]);
      const gradients = flatten(
        this.#layout,
        pass.gradients.map((gradient) => gradient.dataSync<'float32'>()),
      );
      return { gradients, report: { nll, accuracy, kl } };
    });
  }

  apply(gradients: Float32Array, { learningRate, step }: AdamStep): void {
    const { beta1Power, beta2Power, epsilon } = adamCorrections(step);
    const rate = (learningRate * Math.sqrt(1 - beta2Power)) / (1 - beta1Power);
    const [w, m, v] = [this.#parameters, this.#firstMoment, this.#secondMoment];
    for (let index = 0; index < w.length; index += 1) {
      const gradient = gradients[index] + this.weightDecay * w[index];
      m[index] += (gradient - m[index]) * (1 - adamBeta1);
      v[index] += (gradient * gradient - v[index]) * (1 - adamBeta2);
      w[index] -= (rate * m[index]) / (Math.sqrt(v[index]) + epsilon);
    }
  }

  gradientsAndApply(inputs: PassInputs, adam: AdamStep): PassReport {
    const { gradients, report } = this.gradients(inputs);
    this.apply(gradients, adam);
    return report;
  }

  logPooled(inputs: Omit<PassInputs, 'share' | 'pooled'>): Float32Array {
    return this.#scoped(() =>
      this.program
        .logPooled(this.#tensors(), this.#forwardTensors(inputs), inputs.shape)
        .dataSync<'float32'>()
        .slice(),
    );
  }

  predict(shape: PassShape, images: Float32Array, seeds: Int32Array): PredictionSums {
    return this.#scoped(() => {
      const pictures = this.#images(images, shape.items);
      const sums = this.program.predict(this.#tensors(), pictures, this.#seeds(seeds, shape), shape);
      return {
        probabilities: sums.probabilities.dataSync<'float32'>().slice(),
        entropies: sums.entropies.dataSync<'float32'>().slice(),
      };
    });
  }

  dispose(): void {
    // Between calls nothing but plain arrays is held.
  }

  /** Runs on this program's backend and frees every tensor that was made, kept ones included. */
  #scoped<Result>(run: () => Result): Result {
    setBackend(this.backend);
    engine().startScope();
    try {
      return run();
    } finally {
      engine().endScope();
    }
  }

  #tensors(): Tensor[] {
    return this.#layout.slots.map((slot) =>
      tensor(valuesOf(slot, this.#parameters), [...slot.shape], 'float32'),
    );
  }

  #forwardTensors({ images, labels, seeds, shape }: Omit<PassInputs, 'share' | 'pooled'>) {
    return {
      images: this.#images(images, shape.items),
      labels: tensor1d(labels, 'int32'),
      seeds: this.#seeds(seeds, shape),
    };
  }

  #seeds(values: Int32Array, { samples }: PassShape): Tensor3D {
    return tensor3d(values, [this.program.noiseTensors, samples, 2], 'int32');
  }

  #images(values: Float32Array, items: number): Tensor4D {
    const [height, width, channels] = this.program.imageShape;
    return tensor4d(values, [items, height, width, channels]);
  }
}

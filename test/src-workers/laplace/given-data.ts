import type { Model as ModelSettings } from '../../../src-shared/experiment/networks';
import type { RunData, Task } from '../../../src-workers/data/run-data';
import { networkFor } from '../../../src-workers/models/build-model';
import type { Model } from '../../../src-workers/models/model';

/** Items as they are given, all of them of the training split. */
export function givenData(
  inputs: readonly (readonly number[])[],
  targets: readonly number[] | readonly (readonly number[])[],
  classes?: number,
): RunData {
  const [{ length: features }] = inputs;
  const flatTargets = targets.flat();
  const task: Task =
    classes === undefined
      ? {
          kind: 'regression',
          inputShape: [features],
          targetShape: [flatTargets.length / inputs.length],
          targetNames: ['y'],
          targetMean: [0],
          targetStd: [1],
        }
      : {
          kind: 'classification',
          inputShape: [features],
          classNames: Array.from({ length: classes }, String),
        };
  const numbers = classes === undefined ? Float32Array.from(flatTargets) : Int32Array.from(flatTargets);
  const each = numbers.length / inputs.length;
  const targetsOf = (indices: Uint32Array) =>
    numbers.filter((_, place) => indices.includes(Math.floor(place / each)));
  const reader = (items: number) => ({
    items,
    prefetch: () => {},
    read: ({ indices }: { readonly indices: Uint32Array }) => {
      const rows = Array.from({ length: items }, (_, place) => inputs[indices[place] ?? indices[0]]);
      return { inputs: Float32Array.from(rows.flat()), targets: targetsOf(indices) };
    },
  });
  const all = Uint32Array.from(inputs.keys());
  return {
    task,
    train: all,
    validation: new Uint32Array(0),
    test: all,
    warnings: [],
    normalisation: {},
    trainReader: reader,
    evaluationReader: reader,
    keys: [],
    targetsOf,
    close: () => {},
  };
}

/** A multilayer perceptron for such data. */
export function perceptron(hidden: readonly number[], { task }: RunData): Model {
  const outputShape = task.kind === 'classification' ? [task.classNames.length] : task.targetShape;
  const settings: ModelSettings = { kind: 'mlp', hidden: [...hidden], activation: 'tanh', dropout: 0 };
  return networkFor(settings, { inputShape: task.inputShape, outputShape });
}

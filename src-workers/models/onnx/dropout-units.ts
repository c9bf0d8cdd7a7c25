import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { GraphBuilder } from '../../engine/graph/graph-builder';
import { traceInto } from '../../engine/trace/trace';
import { convolution } from '../convolution';
import { dense } from '../dense';
import { type Layers, type Weights, weightOf } from '../layers';
import type { Model } from '../model';

/** How many numbers of an item each place drops from: told by going through the network once, without computing anything. */
export function unitsOfDrops(
  { weights, forward }: Pick<Model, 'weights' | 'forward'>,
  inputShape: readonly number[],
): ReadonlyMap<string, number> {
  const graph = new GraphBuilder(false);
  const given = weights.map(({ name, shape }) => graph.placeholder(name, [1, ...shape], 'float32'));
  const inputs = graph.placeholder('inputs', [1, 1, ...inputShape], 'float32');
  const units = new Map<string, number>();
  traceInto(graph, [...given, inputs], (tensors) => {
    const byName = new Map(weights.map(({ name }, index) => [name, tensors[index]]));
    return [forward(tensors[weights.length], new MeasuredLayers(byName, units))];
  });
  return units;
}

class MeasuredLayers implements Layers {
  readonly samples = 1;

  constructor(
    readonly weights: Weights,
    readonly units: Map<string, number>,
  ) {}

  weight(name: string): Tensor {
    return weightOf(this.weights, name);
  }

  dense(name: string, x: Tensor): Tensor {
    return dense(x, this.weight(`${name}.weight`), this.weights.get(`${name}.bias`));
  }

  convolution(name: string, x: readonly Tensor4D[]): Tensor4D[] {
    return convolution(x, this.weight(`${name}.weight`), this.weight(`${name}.bias`));
  }

  dropout(name: string, x: Tensor): Tensor {
    this.units.set(name, x.shape[x.rank - 1]);
    return x;
  }
}

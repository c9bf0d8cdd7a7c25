import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { spreadLayers, tensorsOf } from '../bayes/laplace/spread-layers';
import { type Curvature, type CurvatureSum, LossSum } from './curvature';
import type { LayerStructure } from './layer-curvature';
import type { Places } from './layer-places';
import type { OutputCurvature, Targets } from './output-curvature';

/**
 * Inputs of a chunk with what `layerCurvatureProgram` needs of their targets behind them, as `OutputCurvature` tells it.
 * @param inputs [items, size]
 * @param count items that count; the others are known nothing of
 */
export function withTargets(
  inputs: Float32Array,
  targets: Targets,
  curvature: OutputCurvature,
  items: number,
  count: number,
): Float32Array {
  const { outputs } = curvature;
  const size = inputs.length / items;
  const all = size + 2 * outputs;
  const packed = new Float32Array(items * all);
  for (let item = 0; item < items; item += 1) {
    packed.set(inputs.subarray(item * size, (item + 1) * size), item * all);
    if (item >= count) continue;
    const values = packed.subarray(item * all + size, item * all + size + outputs);
    curvature.tell(targets, item, values, packed.subarray(item * all + size + outputs, (item + 1) * all));
  }
  return packed;
}

/** Adds up what `layerCurvatureProgram` gives, in double precision. */
export function sumOverLayers(
  curvature: OutputCurvature,
  { tensors }: LaplaceScope,
  structure: LayerStructure,
  items: number,
  places: Places,
): CurvatureSum {
  const layers = spreadLayers(tensors);
  const parts = layers.map((layer) => {
    const sizes = tensorsOf(layer).map(({ shape }) => sizeOf(shape));
    const shaped = structure === 'diagonal' ? sizes : [layer.inputs ** 2, layer.outputs ** 2];
    return { layer, slopes: sizes.map(zeros), sums: shaped.map(zeros) };
  });
  const inOrder = parts.flatMap(({ slopes, sums }) => [...slopes, ...sums]);
  const totals = new LossSum();
  const { outputs } = curvature;
  return {
    add: (values, targets, count) => {
      for (let item = 0; item < count; item += 1) {
        const f = Float64Array.from(values.subarray(item * outputs, (item + 1) * outputs));
        totals.add(curvature.at(f, targets, item));
      }
      let from = items * outputs;
      for (const sum of inOrder) {
        for (let index = 0; index < sum.length; index += 1) sum[index] += values[from + index];
        from += sum.length;
      }
    },
    result: (): Curvature => {
      const common = totals.with(joined(parts.flatMap(({ slopes }) => slopes)));
      if (structure === 'diagonal')
        return { ...common, structure, diagonal: joined(parts.flatMap(({ sums }) => sums)) };
      const factors = parts.map(({ layer, sums: [given, slopes] }) => ({
        given,
        slopes,
        places: places.get(layer.name) ?? 1,
      }));
      return { ...common, structure, layers: factors, items: totals.items };
    },
  };
}

function zeros(size: number): Float64Array {
  return new Float64Array(size);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const part of parts) {
    all.set(part, from);
    from += part.length;
  }
  return all;
}

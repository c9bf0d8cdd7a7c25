import type { LayerDistance } from '../../src-shared/posterior/posterior-comparison';
import { factoredKernel, factoredWeights } from '../../src-shared/posterior/rank-one';
import { wholeSpread } from '../../src-shared/posterior/whole-spread';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

/** Means and standard deviations of a posterior's weights, by tensor; deviations are 0 where weights are points. */
interface Gaussians {
  readonly mean: Float32Array;
  readonly std: (at: number) => number;
}

interface Weights {
  readonly layout: ParameterLayout;
  readonly flat: Float32Array;
}

/**
 * 2-Wasserstein distances between two posteriors of independent Gaussians, layer by layer:
 * W² = Σ (μ - μ')² + (σ - σ')² (Dowson and Landau 1982).
 * @returns undefined where their tensors are not the same
 */
export function layerDistances(first: Weights, second: Weights): readonly LayerDistance[] | undefined {
  const [ours, theirs] = [gaussiansOf(first), gaussiansOf(second)];
  const isSame = [...ours].every(([name, { mean }]) => theirs.get(name)?.mean.length === mean.length);
  if (!isSame || ours.size !== theirs.size) return undefined;
  const layers = new Map<string, { weights: number; squares: number; size: number }>();
  for (const [name, one] of ours) {
    const other = theirs.get(name);
    if (!other) continue;
    const layer = name.slice(0, Math.max(name.lastIndexOf('.'), 0)) || name;
    const sums = layers.get(layer) ?? { weights: 0, squares: 0, size: 0 };
    one.mean.forEach((mean, at) => {
      sums.squares += (mean - other.mean[at]) ** 2 + (one.std(at) - other.std(at)) ** 2;
      sums.size += mean ** 2 + one.std(at) ** 2;
    });
    layers.set(layer, { ...sums, weights: sums.weights + one.mean.length });
  }
  return Array.from(layers, ([name, { weights, squares, size }]) => ({
    name,
    weights,
    wasserstein: Math.sqrt(squares),
    size: Math.sqrt(size),
  }));
}

/** The likelihood's own parameters are no weights. */
function gaussiansOf({ layout, flat }: Weights): ReadonlyMap<string, Gaussians> {
  const slots = new Map(layout.slots.map((slot) => [slot.name, slot]));
  const found = new Map<string, Gaussians>();
  for (const slot of layout.slots) {
    if (slot.name.startsWith('likelihood.') || /\.(log_std|low_rank)$/.test(slot.name)) continue;
    if (factoredKernel(slot.name) !== undefined) continue;
    const name = slot.name.replace(/\.mean$/, '');
    const numbersOf = (part: string) => {
      const own = slots.get(part);
      return own && valuesOf(own, flat);
    };
    const mean = valuesOf(slot, flat);
    const factored = factoredWeights({ name, shape: slot.shape, data: mean }, numbersOf);
    const logStds = numbersOf(`${name}.log_std`);
    const spread = factored?.logStd ?? (logStds && wholeSpread(logStds, numbersOf(`${name}.low_rank`)));
    found.set(name, {
      mean: factored?.mean ?? mean,
      std: (at) => (spread ? Math.exp(spread[at]) : 0),
    });
  }
  return found;
}

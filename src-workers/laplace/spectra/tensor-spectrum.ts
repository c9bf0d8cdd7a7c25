import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { spreadLayers, tensorsOf } from '../../bayes/laplace/spread-layers';
import type { Precisions, WeightGroup } from '../evidence';
import type { Spectrum, SpectrumSource } from './spectrum';

/** A tensor whose weights do not vary with those of others. */
export interface TensorSpectrum {
  /** Of the curvature at noise 1, in coordinates of its own that are turned and not scaled: one a weight. */
  readonly curvature: Float64Array;
  /** Derivative of the trained objective in those coordinates. */
  readonly slope: Float64Array;
}

/** Where a tensor lies among the weights of the scope. */
export interface TensorPlace {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The group of weights whose prior has one precision. */
  readonly group: number;
}

/** The tensors of a scope of layers, in its order. */
export function placesOf({ scope, isByLayer }: SpectrumSource): readonly TensorPlace[] {
  let to = 0;
  return spreadLayers(scope.tensors).flatMap((layer, index) =>
    tensorsOf(layer).map(({ name, shape }) => {
      const from = to;
      to += sizeOf(shape);
      return { name, from, to, group: isByLayer ? index : 0 };
    }),
  );
}

/** What all spectra of tensors have in common, in the order of `placesOf`. */
export function spectrumOfTensors(
  source: SpectrumSource,
  tensors: readonly TensorSpectrum[],
): Omit<Spectrum, 'covariance'> {
  const { network, prior } = source;
  const places = placesOf(source);
  const count = Math.max(...places.map(({ group }) => group)) + 1;
  const groups = Array.from({ length: count }, (_, group) => {
    const own = places.filter((place) => place.group === group);
    const size = own.reduce((sum, { from, to }) => sum + to - from, 0);
    return { own, size };
  });
  return {
    sizes: groups.map(({ size }) => size),
    groups: groups.map(({ own, size }): WeightGroup => {
      const eigenvalues = new Float64Array(size);
      let [next, squaredNorm] = [0, 0];
      for (const place of own) {
        const { curvature } = tensors[places.indexOf(place)];
        for (const value of curvature) {
          eigenvalues[next] = value / prior[place.from];
          next += 1;
        }
        for (let weight = place.from; weight < place.to; weight += 1)
          squaredNorm += prior[weight] * network.weights[weight] ** 2;
      }
      return { eigenvalues, squaredNorm };
    }),
    stillToFall: fallOf(source, tensors, places),
  };
}

/** Standard deviations in a tensor's own coordinates. */
export function spreadIn(
  { curvature }: TensorSpectrum,
  { from, group }: TensorPlace,
  { prior }: SpectrumSource,
  { priors, noise }: Precisions,
): Float64Array {
  return curvature.map((value) => 1 / Math.sqrt(noise * Math.max(0, value) + priors[group] * prior[from]));
}

function fallOf(
  { network: { trainedNoise, trainedPrecision, items }, prior }: SpectrumSource,
  tensors: readonly TensorSpectrum[],
  places: readonly TensorPlace[],
): number {
  let sum = 0;
  tensors.forEach(({ curvature, slope }, index) => {
    const { from } = places[index];
    const held = trainedPrecision[from] || prior[from];
    slope.forEach((value, at) => {
      sum += value ** 2 / (trainedNoise * Math.max(0, curvature[at]) + held);
    });
  });
  return sum / (2 * items);
}

import type { ParameterLayout, ParameterSlot } from '../engine/parameter-layout';
import { valuesOf } from '../engine/parameter-layout';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessNormal } from '../random/stateless-noise';
import type { RunningMoments } from './running-moments';

/** Networks of which a worker holds some, each with parameters of its own. */
export interface OwnNetworks {
  readonly layout: ParameterLayout;
  readonly seed: number;
  /** Global number of the first, how many are this worker's, and how many there are. */
  readonly first: number;
  readonly count: number;
  readonly all: number;
}

/** Standard normal numbers for one network: a number for each weight of a tensor, and one for each deviation. */
export interface DrawNoise {
  ofTensor(tensor: number, out: Float32Array): void;
  ofDeviations(out: Float32Array): void;
}

/**
 * One draw of each of this worker's networks from its Gaussian N(mean, diag(variance) / 2 + D D' / (2 (K - 1))), D being the K
 * deviations (Maddox et al. 2019, equation 1).
 * @param noiseOf of a network, which counts among this worker's
 * @returns parameters, flat
 */
export function drawNetworks(
  moments: RunningMoments,
  { layout, count }: Pick<OwnNetworks, 'layout' | 'count'>,
  noiseOf: (network: number) => DrawNoise,
): Float32Array {
  const drawn = new Float32Array(layout.floats);
  for (let network = 0; network < count; network += 1) {
    const noise = noiseOf(network);
    const factors = new Float32Array(moments.deviations.length);
    noise.ofDeviations(factors);
    layout.slots.forEach((slot, tensor) => {
      const part = memberOf(slot, network, count);
      const own = new Float32Array(part.size);
      noise.ofTensor(tensor, own);
      fill(valuesOf(part, drawn), moments, part, own, factors);
    });
  }
  return drawn;
}

/** The noise of draw after draw, keyed by network and not by who draws it. */
export function keyedNoise({ layout, seed, first, all }: OwnNetworks, draw: number) {
  return (network: number): DrawNoise => {
    const fillFrom = (tensor: number, out: Float32Array): void =>
      fillStatelessNormal(...seedPair(seed, 'use', 0, tensor, draw * all + first + network), out);
    return {
      ofTensor: fillFrom,
      ofDeviations: (out) => fillFrom(layout.slots.length, out),
    };
  };
}

function memberOf(slot: ParameterSlot, member: number, members: number): ParameterSlot {
  const size = slot.size / members;
  return { ...slot, size, offset: slot.offset + member * size };
}

function fill(
  out: Float32Array,
  { mean, variance, deviations }: RunningMoments,
  { offset }: ParameterSlot,
  own: Float32Array,
  factors: Float32Array,
): void {
  // A single snapshot deviates from nothing.
  const scale = 1 / Math.sqrt(2 * Math.max(1, deviations.length - 1));
  for (let at = 0; at < out.length; at += 1) {
    let together = 0;
    for (let one = 0; one < deviations.length; one += 1)
      together += factors[one] * deviations[one][offset + at];
    out[at] = mean[offset + at] + Math.sqrt(variance[offset + at] / 2) * own[at] + scale * together;
  }
}

import { type ParameterLayout, type ParameterSlot, valuesOf } from '../engine/parameter-layout';

/** A logarithm of a standard deviation that is none in single precision beside any weight. */
const noSpread = -30;

interface Pair {
  readonly mean: ParameterSlot;
  readonly logStd: ParameterSlot;
}

/** |mean| / standard deviation of every weight that has a distribution. */
export function weightSignals(layout: ParameterLayout, flat: Float32Array): Float32Array {
  const signals = pairsIn(layout).flatMap(({ mean, logStd }) => {
    const logs = valuesOf(logStd, flat);
    return [valuesOf(mean, flat).map((value, at) => Math.abs(value) * Math.exp(-logs[at]))];
  });
  const all = new Float32Array(signals.reduce((sum, { length }) => sum + length, 0));
  let first = 0;
  for (const own of signals) {
    all.set(own, first);
    first += own.length;
  }
  return all;
}

/** The parameters with the weights of less signal to noise set to zero, without a spread. */
export function prunedParameters(layout: ParameterLayout, flat: Float32Array, below: number): Float32Array {
  const pruned = flat.slice();
  for (const { mean, logStd } of pairsIn(layout)) {
    const [means, logs] = [valuesOf(mean, pruned), valuesOf(logStd, pruned)];
    means.forEach((value, at) => {
      if (Math.fround(Math.abs(value) * Math.exp(-logs[at])) >= below) return;
      means[at] = 0;
      logs[at] = noSpread;
    });
  }
  return pruned;
}

function pairsIn({ slots }: ParameterLayout): readonly Pair[] {
  const byName = new Map(slots.map((slot) => [slot.name, slot]));
  return slots.flatMap((logStd) => {
    const mean = logStd.name.endsWith('.log_std') && byName.get(logStd.name.replace(/\.log_std$/, '.mean'));
    return mean ? [{ mean, logStd }] : [];
  });
}

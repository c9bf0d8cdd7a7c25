import type { RunData } from './run-data';

/**
 * Data whose targets are counts: not standardised, but multiples of a unit, so that a rate is the unit times the exponential of
 * what the network gives. The task says so in its own words: a mean of 0 and the unit as the standard deviation.
 * @param zeroIs the rate where the network gives 0, which the unit is
 */
export function withCountTargets(data: RunData, zeroIs: 'mean-count' | 'one'): RunData {
  const { task, persistenceOf } = data;
  if (task.kind !== 'regression') return data;
  const { targetMean, targetStd } = task;
  const units = targetMean.map((mean) => countUnit(mean, zeroIs));
  const inUnits = (targets: Int32Array | Float32Array) =>
    Float32Array.from(targets, (value, at) => {
      const target = at % units.length;
      return Math.max(0, Math.round(targetMean[target] + targetStd[target] * value)) / units[target];
    });
  const reading = (reader: ReturnType<RunData['trainReader']>): ReturnType<RunData['trainReader']> => ({
    items: reader.items,
    prefetch: (request) => reader.prefetch(request),
    read: (request) => {
      const { inputs, targets } = reader.read(request);
      return { inputs, targets: inUnits(targets) };
    },
  });
  return {
    ...data,
    task: { ...task, targetMean: units.map(() => 0), targetStd: units },
    trainReader: (items) => reading(data.trainReader(items)),
    evaluationReader: (items) => reading(data.evaluationReader(items)),
    targetsOf: (indices) => inUnits(data.targetsOf(indices)),
    ...(persistenceOf ? { persistenceOf: (indices: Uint32Array) => inUnits(persistenceOf(indices)) } : {}),
  };
}

/** The rate where a network gives 0, of counts with this mean. */
export function countUnit(mean: number, zeroIs: 'mean-count' | 'one'): number {
  return zeroIs === 'mean-count' && mean > 0 ? mean : 1;
}

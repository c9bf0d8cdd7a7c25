import type { ListedValues } from '../../../../src-shared/assessment/prediction-report';
import type { SampledValue, TestSeries } from '../../../../src-shared/posterior/asking';
import { rangeOf } from '../../uncertainty/maps/colour-map';
import { type ValueDoubt, valueDoubt } from '../value-doubt';

export const orUnknown = (value: number | null) => value ?? Number.NaN;

/** A forecast of all samples together as test items are drawn, behind the steps that it was made of. */
export function forecastOf(
  series: TestSeries,
  values: readonly (number | null)[],
  steps: readonly ValueDoubt[],
): ListedValues {
  const history = values.length;
  const time = (step: number) => series.times[step] ?? '';
  return {
    item: series.item,
    error: Number.NaN,
    truth: series.truth.map(orUnknown),
    mean: steps.map(({ mean }) => mean),
    std: steps.map(({ std }) => std),
    weightStd: steps.map(({ epistemic }) => epistemic),
    past: { values: values.map(orUnknown), times: [time(0), time(history), time(series.times.length - 1)] },
  };
}

/** Of all steps together: the mean of the means, and roots of the mean variances, as test items have them. */
export function wholeDoubt(steps: readonly ValueDoubt[]): ValueDoubt {
  const meanOf = (value: (step: ValueDoubt) => number) =>
    steps.reduce((sum, step) => sum + value(step), 0) / steps.length;
  return {
    mean: meanOf(({ mean }) => mean),
    std: Math.sqrt(meanOf(({ std }) => std ** 2)),
    aleatoric: Math.sqrt(meanOf(({ aleatoric }) => aleatoric ** 2)),
    epistemic: Math.sqrt(meanOf(({ epistemic }) => epistemic ** 2)),
  };
}

export function stepDoubts(values: readonly SampledValue[]): readonly ValueDoubt[] {
  return values.map(valueDoubt);
}

/**
 * What a picture of a series reaches over, whatever its end is dragged to: nearly all values of training, and those of
 * this one.
 */
export function dragRange(
  { values, truth }: TestSeries,
  { mean, std }: { readonly mean: number; readonly std: number },
): readonly [number, number] {
  const [low, high] = rangeOf([...values, ...truth].map(orUnknown));
  return [Math.min(mean - 3 * std, low), Math.max(mean + 3 * std, high)];
}

/** A series with values from one step to another on a straight line: a hand that is quick passes over steps. */
export function dragged(
  values: readonly (number | null)[],
  from: { readonly step: number; readonly value: number },
  to: { readonly step: number; readonly value: number },
): readonly (number | null)[] {
  const [first, last] = from.step <= to.step ? [from, to] : [to, from];
  const rise = last.step === first.step ? 0 : (last.value - first.value) / (last.step - first.step);
  return values.map((value, step) => {
    if (step === to.step) return to.value;
    return step < first.step || step > last.step ? value : first.value + rise * (step - first.step);
  });
}

import { isInTargetUnit, meaningOf } from '../../src-shared/metrics';
import type { UnitOfScore } from './unit-of-run';

/**
 * Metrics as `name value unit`, with four digits.
 * @param unitOf the unit of a score in that of what is predicted, where it is known
 */
export function metricTexts(
  metrics: Readonly<Record<string, number>>,
  unitOf: UnitOfScore,
): readonly string[] {
  return Object.entries(metrics).map(([name, value]) => {
    const number = Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
    const unit = isInTargetUnit(name) ? unitOf(name) : meaningOf(name).unit;
    return unit ? `${name} ${number} ${unit}` : `${name} ${number}`;
  });
}

/** Those whose names begin alike, as `test.`. */
export function metricsOf(
  metrics: Readonly<Record<string, number>>,
  ...prefixes: readonly string[]
): Readonly<Record<string, number>> {
  const isWanted = (name: string) => prefixes.some((prefix) => name.startsWith(prefix));
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => isWanted(name)));
}

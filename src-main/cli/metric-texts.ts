import { isInTargetUnit, meaningOf } from '../../src-shared/metrics';

/**
 * Metrics as `name value unit`, with four digits.
 * @param targetUnit of what is predicted, where it is known
 */
export function metricTexts(
  metrics: Readonly<Record<string, number>>,
  targetUnit: string | undefined,
): readonly string[] {
  return Object.entries(metrics).map(([name, value]) => {
    const number = Number.isFinite(value) ? Number(value.toPrecision(4)) : value;
    const unit = isInTargetUnit(name) ? targetUnit : meaningOf(name).unit;
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

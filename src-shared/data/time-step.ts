import { z } from 'zod';

const secondsOf = { day: 86_400n, h: 3_600n, min: 60n, s: 1n } as const;

/**
 * The distance between the times of a series, to its last digit: whole units, of which a second has 10^digits, or months
 * of the calendar, of which quarters are three and years twelve.
 */
export const timeStepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('units'),
    /** In decimal digits: JSON's numbers would be rounded. */
    units: z.string().regex(/^[1-9]\d{0,29}$/),
    digits: z.int().min(0).max(12),
  }),
  z.strictObject({ kind: z.literal('months'), months: z.int().min(1) }),
]);
export type TimeStep = Readonly<z.output<typeof timeStepSchema>>;

/** A step as a person says it: `1 h`, `1 day`, `0.25 s`, `3 months`. */
export function timeStepText(step: TimeStep): string {
  if (step.kind === 'months')
    return step.months % 12 === 0 ? counted(step.months / 12, 'year') : counted(step.months, 'month');
  const perSecond = 10n ** BigInt(step.digits);
  const units = BigInt(step.units);
  for (const [name, seconds] of Object.entries(secondsOf)) {
    const unit = seconds * perSecond;
    if (units % unit !== 0n) continue;
    return name === 'day' ? counted(units / unit, name) : `${units / unit} ${name}`;
  }
  const fraction = String(units % perSecond)
    .padStart(step.digits, '0')
    .replace(/0+$/, '');
  return `${units / perSecond}.${fraction} s`;
}

/** Whether it is one of whole days or months, which clocks show whatever their zone. */
export function isOfDays(step: TimeStep): boolean {
  return step.kind === 'months' || BigInt(step.units) % (secondsOf.day * 10n ** BigInt(step.digits)) === 0n;
}

/** In seconds; of months the mean of the Gregorian calendar's. */
export function secondsOfStep(step: TimeStep): number {
  return step.kind === 'months'
    ? step.months * (365.2425 / 12) * 86_400
    : Number(step.units) / 10 ** step.digits;
}

function counted(count: number | bigint, name: string): string {
  return `${count} ${name}${String(count) === '1' ? '' : 's'}`;
}

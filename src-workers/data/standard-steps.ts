import type { FieldSeries } from '../../src-files/data/field';
import { type Standardisation, standardise } from './standardisation';

/** Standardised fields of one step, [height, width, fields]; NaN where a value is not known. Not to be changed. */
export type StandardSteps = (step: number) => Float32Array;

/** As many numbers are kept standardised, 256 MB of them; of more each step is computed as it is asked for. */
const mostKept = 64_000_000;

/** The steps of fields, standardised in double precision before they become single. */
export function standardSteps(
  { fields, steps, height, width }: Pick<FieldSeries, 'fields' | 'steps' | 'height' | 'width'>,
  standardisations: readonly Standardisation[],
): StandardSteps {
  const size = height * width * fields.length;
  const write = (step: number, to: Float32Array) => {
    fields.forEach((values, field) => {
      const own = values.step(step);
      for (let at = 0; at < own.length; at += 1)
        to[at * fields.length + field] = standardise(own[at], standardisations[field]);
    });
    return to;
  };
  if (steps * size > mostKept) return (step) => write(step, new Float32Array(size));
  const kept = new Float32Array(steps * size);
  const of = (step: number) => kept.subarray(step * size, (step + 1) * size);
  for (let step = 0; step < steps; step += 1) write(step, of(step));
  return of;
}

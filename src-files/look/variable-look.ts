import type { VariableLook } from '../../src-shared/data/data-look';
import type { FieldVariable } from '../data/field';
import type { FieldOutline } from './field-outlines';
import type { LookWishes } from './look-wishes';
import { numbersLook } from './numbers-look';

/** Values that are looked at, of steps spread over all. */
const mostValues = 4_000_000;
const mostSteps = 60;
/** Sides of a map, in points. */
const [mostRows, mostColumns] = [72, 144];
/** Standard deviations from the mean that a value in a hundred thousand hardly reaches. */
const farOut = 10;

/** What a variable holds, at the one of its levels that was read. */
export function variableLook(
  variable: FieldVariable,
  { name, levels }: FieldOutline,
  { isDrawn }: Pick<LookWishes, 'isDrawn'>,
): VariableLook {
  const { shape, values, unit, level } = variable;
  const [steps, height, width] = shape;
  const size = height * width;
  const count = Math.min(steps, mostSteps, Math.max(1, Math.floor(mostValues / size)));
  const all = new Float64Array(count * size);
  let known = 0;
  for (let at = 0; at < count; at += 1)
    for (const value of values.step(Math.floor((at * steps) / count))) {
      if (Number.isNaN(value)) continue;
      all[known] = value;
      known += 1;
    }
  const sorted = all.subarray(0, known).sort();
  return {
    name,
    unit,
    shape,
    levels,
    ...(level === undefined ? {} : { level: Number(level) }),
    looked: count,
    unknown: 1 - known / all.length,
    holds: known === 0 ? { kind: 'nothing' } : numbersLook(sorted),
    ...(isDrawn ? { map: mapOf(variable, 0) } : {}),
  };
}

/** Every so many points of one step, north at the top where the file says where that is. */
function mapOf({ shape: [, height, width], values, rows }: FieldVariable, step: number): VariableLook['map'] {
  const every = Math.max(1, Math.ceil(Math.max(height / mostRows, width / mostColumns)));
  const [down, across] = [Math.ceil(height / every), Math.ceil(width / every)];
  const isTurned = rows.length > 1 && rows[0] < rows[rows.length - 1];
  const of = values.step(step);
  const thinned = Array.from({ length: down * across }, (_, at) => {
    const row = Math.floor(at / across);
    const place = (isTurned ? down - 1 - row : row) * every;
    // Seven digits are all that single precision has.
    return Number(of[place * width + (at % across) * every].toPrecision(7));
  });
  return { step, height: down, width: across, values: thinned };
}

/** What may be a mistake in the values of variables. */
export function oddVariables(variables: readonly VariableLook[]): readonly string[] {
  return variables.flatMap(({ name, holds, unknown }) => {
    if (holds.kind !== 'numbers') return [`${name} holds no known value; leave it out.`];
    const { least, most, mean, std } = holds;
    const out = Math.max(most - mean, mean - least) / (std || 1);
    return [
      ...(unknown > 0
        ? [
            `${name}: ${shareText(unknown)} of its values are not known; as inputs they count as its mean, and they are not scored.`,
          ]
        : []),
      ...(std === 0 ? [`${name} is the same everywhere at all times; it tells a network nothing.`] : []),
      ...(std > 0 && out >= farOut
        ? [
            `${name}: ${most - mean > mean - least ? most : least} is ${Math.round(out)} standard deviations from the mean; a code for “not known” that the file does not name, or a long tail?`,
          ]
        : []),
    ];
  });
}

function shareText(share: number): string {
  return share < 0.001 ? 'less than 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

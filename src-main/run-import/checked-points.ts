import { BadInputError } from '../../src-shared/errors';
import { metricPointSchema } from '../../src-shared/metrics';
import type { PointsRecord } from '../run-export/run-record';

const expected: Readonly<Record<string, string>> = {
  name: 'a text of 1 to 80 characters',
  step: 'a whole number from 0',
  epoch: 'a number from 0',
  time: 'a number, in milliseconds since 1970, at most 8.64e15',
  value: 'a number, NaN or an infinity',
};

/**
 * The points, where every one of them can be a run's. Throws BadInputError naming the first that cannot.
 * @param whereIs tells a point's place in its file
 */
export function checkedPoints(points: PointsRecord, whereIs: (at: number) => string): PointsRecord {
  const { names, steps, epochs, times, values } = points;
  names.forEach((name, at) => {
    const point = { name, step: steps[at], epoch: epochs[at], time: times[at], value: values[at] };
    const checked = metricPointSchema.safeParse(point);
    if (checked.success) return;
    const field = String(checked.error.issues[0]?.path[0]);
    const column = field === 'name' ? 'metric' : field;
    throw new BadInputError(`${whereIs(at)}, ${column}: this should be ${expected[field]}.`);
  });
  return points;
}

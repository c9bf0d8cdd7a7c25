import { type FieldTimes, stepPace } from '../../src-files/data/field-times';

/** When the steps after a field's steps are: those of the file where it has them, else at its usual pace. */
export function nextTimes(times: FieldTimes): FieldTimes {
  const { usual, gaps } = stepPace(times);
  const { values } = times;
  const isOverGap = new Set([...gaps, values.length - 1]);
  return {
    ...times,
    values: values.map((time, step) => (isOverGap.has(step) ? time + usual : values[step + 1])),
  };
}

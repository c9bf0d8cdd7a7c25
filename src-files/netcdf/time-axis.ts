import { BadInputError } from '../../src-shared/errors';
import type { FieldTimes } from '../data/field-times';
import { unpackingOf } from './known-values';
import type { StoredDimension } from './stored-file';

/** The steps of a variable in the order of their times. */
export interface TimeAxis {
  /** Their positions in the file, from the earliest; undefined where they lie in order. */
  readonly order?: Uint32Array | undefined;
  /** Undefined where the file tells none. */
  readonly times?: FieldTimes | undefined;
  /** What was put right, as whole sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads a time coordinate.
 * @throws BadInputError where a step's time is not known, or two have the same
 */
export function timeAxis({ name, length, coordinate }: StoredDimension, where: string): TimeAxis {
  if (!coordinate || coordinate.data.length !== length) return { notes: [] };
  const { data, unpacked } = unpackingOf(coordinate, name);
  const times = Float64Array.from({ length }, (_, step) => unpacked(Number(data[step])));
  // Filled but never written: as good as none.
  if (times.every(Number.isNaN)) return { notes: [] };
  const unknown = times.findIndex((time) => !Number.isFinite(time));
  if (unknown >= 0)
    throw new BadInputError(
      `${where} has no time at step ${unknown} (from 0) of ${name}; every step needs one, or none has.`,
    );
  const order = orderOf(times);
  const inOrder = order ? times.map((_, at) => times[order[at]]) : times;
  const twice = inOrder.findIndex((time, at) => at > 0 && time === inOrder[at - 1]);
  if (twice >= 0)
    throw new BadInputError(
      `${where} has the time ${inOrder[twice]} of ${name} twice, at the steps ${order?.[twice - 1] ?? twice - 1} and ${order?.[twice] ?? twice} (from 0); each step needs a time of its own.`,
    );
  const text = (name: string) => {
    const value = coordinate.attributes.get(name);
    return typeof value === 'string' ? value : '';
  };
  return {
    ...(order ? { order } : {}),
    times: {
      values: inOrder,
      units: text('units'),
      calendar: text('calendar'),
      rounding:
        data instanceof Float32Array
          ? Math.max(Math.abs(inOrder[0]), Math.abs(inOrder[length - 1])) * 2 ** -22
          : 0,
    },
    notes: order ? [noteOn(order, `${name} of ${where}`)] : [],
  };
}

function orderOf(times: Float64Array): Uint32Array | undefined {
  if (times.every((time, step) => step === 0 || time >= times[step - 1])) return undefined;
  return new Uint32Array(times.length).map((_, step) => step).sort((a, b) => times[a] - times[b]);
}

function noteOn(order: Uint32Array, what: string): string {
  const isBackwards = order.every((step, at) => step === order.length - 1 - at);
  return `${what} ${isBackwards ? 'runs backwards' : 'is not in order'}: its steps were put in order.`;
}

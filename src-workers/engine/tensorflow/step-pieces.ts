import type { ParameterLayout } from '../parameter-layout';
import type { UpdatePart } from '../update-parts';

/** As native/gpu/gpu-optimiser.h has them, one row behind the other. */
export type StepPieces = Int32Array;

export const numbersOfPiece = 10;

/** A stretch of the vector of all parameters. */
interface Stretch {
  readonly offset: number;
  readonly size: number;
  /** With what pads it. */
  readonly length: number;
}

/** Where a stretch's gradient is: which one, and the place in it. */
interface GradientPlace {
  readonly gradient: number;
  readonly place: number;
}

/** Of gradients that lie one after the other in one vector. */
export function flatPieces(parts: readonly UpdatePart[]): StepPieces {
  const rows = parts.flatMap((part, index) => {
    const offset = parts[index - 1]?.end ?? 0;
    const whole = part.end - offset;
    if (whole === 0) return [];
    const length = part.gaussian ? whole / 2 : whole;
    const ofLogStd = { gradient: 0, place: offset + length };
    return [rowOf({ offset, size: length, length }, { gradient: 0, place: offset }, ofLogStd, part)];
  });
  return Int32Array.from(rows.flat());
}

/** Of gradients that are a tensor each, by parameter. */
export function piecesOfEach(layout: ParameterLayout, parts: readonly UpdatePart[]): StepPieces {
  const { slots, floats } = layout;
  const rows = slots.flatMap(({ offset, size }, index) => {
    const part = parts.find(({ end }) => offset < end);
    const length = (slots[index + 1]?.offset ?? floats) - offset;
    const isBehindMeans = part?.gaussian !== undefined && offset + length === part.end;
    if (size === 0 || !part || isBehindMeans) return [];
    const next = { gradient: index + 1, place: 0 };
    return [rowOf({ offset, size, length }, { gradient: index, place: 0 }, next, part)];
  });
  return Int32Array.from(rows.flat());
}

function rowOf(
  { offset, size, length }: Stretch,
  own: GradientPlace,
  ofLogStd: GradientPlace,
  { rate, decay, gaussian, isMoving }: UpdatePart,
): readonly number[] {
  const other = gaussian ? ofLogStd : { gradient: 0, place: 0 };
  const factors = bitsOf(Float32Array.of(isMoving ? -1 : rate, decay, gaussian?.precision ?? 0));
  const places = [own.gradient, own.place, other.gradient, other.place];
  return [...places, offset, size, length, ...factors];
}

/** Numbers as graphs for GPUs are given them without their crossing to the device: as those of whole numbers. */
export function bitsOf(numbers: Float32Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);
}

import type { ParameterAxis } from './parameter-axes';

/** Part of an axis, in places from 0 at its foot to 1. */
export interface Brush {
  readonly low: number;
  readonly high: number;
}

export const wholeAxis: Brush = { low: 0, high: 1 };
/** Places that a value may lie beside the end of a brush and still be in it: half of what an eye tells apart. */
const tolerance = 0.005;

/** Which parts of parallel axes are chosen: runs that lie in all of them are shown, the others fade. */
export class Brushes {
  #byPath: ReadonlyMap<string, Brush> = $state.raw(new Map());

  get isEmpty(): boolean {
    return this.#byPath.size === 0;
  }

  /** The part of an axis; all of it where nothing is chosen. */
  of(path: string): Brush {
    return this.#byPath.get(path) ?? wholeAxis;
  }

  isSet(path: string): boolean {
    return this.#byPath.has(path);
  }

  /** Chooses what lies between two places, in either order; all of an axis is no choice. */
  set(path: string, one: number, other: number): void {
    const [low, high] = [Math.max(0, Math.min(one, other)), Math.min(1, Math.max(one, other))];
    const next = new Map(this.#byPath);
    if (low <= 0 && high >= 1) next.delete(path);
    else next.set(path, { low, high });
    this.#byPath = next;
  }

  clear(path?: string): void {
    this.#byPath = new Map(path === undefined ? [] : [...this.#byPath].filter(([one]) => one !== path));
  }

  /** Whether a run lies in every chosen part; one without a value lies in none of its axis. */
  holds(run: number, axes: readonly Pick<ParameterAxis, 'path' | 'places'>[]): boolean {
    return axes.every(({ path, places }) => {
      const brush = this.#byPath.get(path);
      const place = places[run];
      if (!brush) return true;
      return place !== undefined && place >= brush.low - tolerance && place <= brush.high + tolerance;
    });
  }
}

/**
 * Where an end of a brush goes by a key: to the next value that a run has, or to an end of the axis; undefined for other keys.
 * @param places of the runs on that axis
 */
export function placeByKey(
  key: string,
  at: number,
  places: readonly (number | undefined)[],
): number | undefined {
  const stops = [...new Set([0, ...places.filter((place) => place !== undefined), 1])].sort((a, b) => a - b);
  if (key === 'ArrowUp' || key === 'ArrowRight') return stops.find((place) => place > at + tolerance) ?? 1;
  if (key === 'ArrowDown' || key === 'ArrowLeft')
    return stops.findLast((place) => place < at - tolerance) ?? 0;
  return key === 'Home' ? 0 : key === 'End' ? 1 : undefined;
}

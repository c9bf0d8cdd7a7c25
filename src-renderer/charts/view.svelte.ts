import { remember, remembered } from '../core/memory';
import type { Axis, TrainingAxis } from './series';

/** Part of the horizontal axis, in the axis' own unit. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How a set of charts is looked at, the same for all of them: axes, smoothing, zoom and cursor. */
export class ChartView<OwnAxis extends Axis = TrainingAxis> {
  readonly #key: string;
  #axis: OwnAxis;
  #isLogX: boolean = $state(false);
  #isLogY: boolean = $state(false);
  #smoothing: number = $state(0);
  #range: Range | undefined = $state.raw();
  #cursor: number | undefined = $state();

  /** Axes and smoothing are remembered under `key`; zoom and cursor are not. `axes` are those to choose from. */
  constructor(key: string, axis: OwnAxis, axes: readonly OwnAxis[] = [axis]) {
    this.#key = key;
    this.#axis = $state(axis);
    this.#restore(axes);
  }

  get axis(): OwnAxis {
    return this.#axis;
  }

  set axis(axis: OwnAxis) {
    this.#axis = axis;
    this.#range = undefined;
    this.#cursor = undefined;
    this.#remember();
  }

  get isLogX(): boolean {
    return this.#isLogX;
  }

  set isLogX(isLogX: boolean) {
    this.#isLogX = isLogX;
    this.#remember();
  }

  get isLogY(): boolean {
    return this.#isLogY;
  }

  set isLogY(isLogY: boolean) {
    this.#isLogY = isLogY;
    this.#remember();
  }

  /** Weight of the past in the drawn curves: 0 for none, below 1. */
  get smoothing(): number {
    return this.#smoothing;
  }

  set smoothing(smoothing: number) {
    this.#smoothing = smoothing;
    this.#remember();
  }

  /** The part of the axis that is shown; undefined for all of it. */
  get range(): Range | undefined {
    return this.#range;
  }

  set range(range: Range | undefined) {
    this.#range = range && range.from < range.to ? range : undefined;
  }

  /** Where the pointer stands on the horizontal axis, in whichever chart. */
  get cursor(): number | undefined {
    return this.#cursor;
  }

  set cursor(cursor: number | undefined) {
    this.#cursor = cursor;
  }

  /** Shows the middle half of `shown`, or twice as much around it within `all`. */
  zoom(direction: 'in' | 'out', shown: Range, all: Range): void {
    const quarter = (shown.to - shown.from) / 4;
    if (direction === 'in') this.range = { from: shown.from + quarter, to: shown.to - quarter };
    else {
      const wider = { from: shown.from - 2 * quarter, to: shown.to + 2 * quarter };
      const coversAll = wider.from <= all.from && wider.to >= all.to;
      this.range = coversAll
        ? undefined
        : { from: Math.max(all.from, wider.from), to: Math.min(all.to, wider.to) };
    }
  }

  #remember(): void {
    const { axis, isLogX, isLogY, smoothing } = this;
    remember(`charts.${this.#key}`, JSON.stringify({ axis, isLogX, isLogY, smoothing }));
  }

  #restore(axes: readonly OwnAxis[]): void {
    try {
      const kept = JSON.parse(remembered(`charts.${this.#key}`) ?? '{}');
      this.#axis = axes.find((axis) => axis === kept.axis) ?? this.#axis;
      this.#isLogX = kept.isLogX === true;
      this.#isLogY = kept.isLogY === true;
      if (kept.smoothing >= 0 && kept.smoothing < 1) this.#smoothing = kept.smoothing;
    } catch {
      // What cannot be read was never chosen.
    }
  }
}

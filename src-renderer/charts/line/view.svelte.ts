import { remember, remembered } from '../../ui/memory';
import type { Axis, TrainingAxis } from './axis';
import { LineChoice } from './line-choice.svelte';

/** Part of the horizontal axis, in the axis' own unit. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Axes, smoothing and zoom of charts, in a form that can be kept. */
export interface ChartLookState {
  readonly axis: string;
  readonly isLogX: boolean;
  readonly isLogY: boolean;
  readonly smoothing: number;
  /** Whether the vertical axis is that of most points, and the others may lie outside. */
  readonly leavesOutliers?: boolean;
  /** Left out where all is shown. */
  readonly range?: Range;
}

/** How a set of charts is looked at, the same for all of them: axes, smoothing, zoom and cursor. */
export class ChartView<OwnAxis extends Axis = TrainingAxis> {
  readonly #key: string;
  readonly #axes: readonly OwnAxis[];
  #axis: OwnAxis;
  #isLogX: boolean = $state(false);
  #isLogY: boolean = $state(false);
  #smoothing: number = $state(0);
  #range: Range | undefined = $state.raw();
  #cursor: number | undefined = $state();
  #leavesOutliers: boolean = $state(false);
  /** Lines and groups that are shown or made to stand out, by their entries in the legends. */
  readonly choice = new LineChoice();

  /** Axes and smoothing are remembered under `key`; zoom and cursor are not. `axes` are those to choose from. */
  constructor(key: string, axis: OwnAxis, axes: readonly OwnAxis[] = [axis]) {
    this.#key = key;
    this.#axes = axes;
    this.#axis = $state(axis);
    this.#restoreRemembered();
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

  get leavesOutliers(): boolean {
    return this.#leavesOutliers;
  }

  set leavesOutliers(leavesOutliers: boolean) {
    this.#leavesOutliers = leavesOutliers;
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
    else this.show({ from: shown.from - 2 * quarter, to: shown.to + 2 * quarter }, all);
  }

  /** Shows a part of the axis, as far as it lies within `all`; all of it where that is everything. */
  show(wanted: Range | undefined, all: Range): void {
    const from = Math.max(all.from, wanted?.from ?? all.from);
    const to = Math.min(all.to, wanted?.to ?? all.to);
    this.range = wanted && (from > all.from || to < all.to) ? { from, to } : undefined;
  }

  /** Moves the shown part by half of itself, within `all`. */
  pan(direction: 'back' | 'on', all: Range): void {
    if (!this.#range) return;
    const width = this.#range.to - this.#range.from;
    const wanted = this.#range.from + (direction === 'on' ? width / 2 : -width / 2);
    this.panTo(wanted, all);
  }

  /** Moves the shown part so that it begins at `from`, within `all`. */
  panTo(from: number, all: Range): void {
    if (!this.#range) return;
    const width = this.#range.to - this.#range.from;
    const within = Math.max(all.from, Math.min(all.to - width, from));
    this.range = { from: within, to: within + width };
  }

  get look(): ChartLookState {
    const { axis, isLogX, isLogY, smoothing, leavesOutliers, range } = this;
    return { axis, isLogX, isLogY, smoothing, leavesOutliers, ...(range ? { range } : {}) };
  }

  /** Looks as it was kept; what cannot be read of it stays as it is. */
  restore(kept: unknown): void {
    if (typeof kept !== 'object' || kept === null) return;
    const look: Readonly<Record<string, unknown>> = { ...kept };
    const { axis, isLogX, isLogY, smoothing, range } = look;
    this.#axis = this.#axes.find((one) => one === axis) ?? this.#axis;
    this.#isLogX = isLogX === true;
    this.#isLogY = isLogY === true;
    this.#leavesOutliers = look.leavesOutliers === true;
    if (typeof smoothing === 'number' && smoothing >= 0 && smoothing < 1) this.#smoothing = smoothing;
    this.range = isRange(range) ? range : undefined;
  }

  #remember(): void {
    const { range: _, ...look } = this.look;
    remember(`charts.${this.#key}`, JSON.stringify(look));
  }

  #restoreRemembered(): void {
    try {
      this.restore(JSON.parse(remembered(`charts.${this.#key}`) ?? '{}'));
    } catch {
      // What cannot be read was never chosen.
    }
  }
}

function isRange(value: unknown): value is Range {
  const { from, to }: Readonly<Record<string, unknown>> = { ...(value as object | undefined) };
  return typeof from === 'number' && typeof to === 'number';
}

import type { Chart, Plugin } from 'chart.js';
import { pageColour } from '../page-colours';
import type { Range } from './view.svelte';

export interface PointerHooks {
  /** The pointer stands at this place of the horizontal axis, or has left. */
  readonly onCursor: (position: number | undefined) => void;
  /** A part of the axis was drawn out with the pointer; undefined after a double click, for all of it. */
  readonly onRange: (range: Range | undefined) => void;
  /** The chart is pulled along: its part that is shown should begin here. */
  readonly onPan: (from: number) => void;
}

const shortestDragPixels = 5;
/** How much one notch of the wheel zooms. */
const zoomPerPixel = 0.002;

/** A part of the axis that is pulled along with the pointer. */
interface Pull {
  readonly pixel: number;
  readonly range: Range;
}

/**
 * The pointer on a chart: a cursor line, a range drawn out to zoom into, a chart pulled along with Shift held, and
 * zoom about the pointer by wheel with Ctrl held.
 */
export class PointerLayer {
  readonly plugin: Plugin<'line'>;
  cursor: number | undefined;
  readonly #hooks: PointerHooks;
  readonly #ending = new AbortController();
  #chart: Chart | undefined;
  #dragFrom: number | undefined;
  #dragTo = 0;
  #pull: Pull | undefined;

  constructor(canvas: HTMLCanvasElement, hooks: PointerHooks) {
    this.#hooks = hooks;
    this.plugin = { id: 'pointer', afterDatasetsDraw: (chart) => this.#draw(chart) };
    const { signal } = this.#ending;
    canvas.addEventListener('pointerdown', (event) => this.#press(canvas, event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event.offsetX), { signal });
    canvas.addEventListener('pointerup', () => this.#release(), { signal });
    canvas.addEventListener('pointerleave', () => hooks.onCursor(undefined), { signal });
    canvas.addEventListener('wheel', (event) => this.#turn(event), { signal, passive: false });
    canvas.addEventListener('dblclick', () => hooks.onRange(undefined), { signal });
  }

  end(): void {
    this.#ending.abort();
  }

  #press(canvas: HTMLCanvasElement, event: PointerEvent): void {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const scale = this.#chart?.scales.x;
    if (event.shiftKey && scale) {
      this.#pull = { pixel: event.offsetX, range: { from: scale.min, to: scale.max } };
      return;
    }
    this.#dragFrom = event.offsetX;
    this.#dragTo = event.offsetX;
  }

  #move(pixel: number): void {
    if (this.#pull) {
      this.#hooks.onPan(this.#pulledTo(pixel, this.#pull));
      return;
    }
    this.#dragTo = pixel;
    this.#hooks.onCursor(this.#positionAt(pixel));
  }

  #pulledTo(pixel: number, { pixel: start, range }: Pull): number {
    const width = this.#chart?.chartArea.width ?? 1;
    return range.from - ((pixel - start) / width) * (range.to - range.from);
  }

  #turn(event: WheelEvent): void {
    const scale = this.#chart?.scales.x;
    if (!(event.ctrlKey || event.metaKey) || !scale) return;
    event.preventDefault();
    const middle = this.#positionAt(event.offsetX) ?? scale.min;
    const factor = Math.exp(event.deltaY * zoomPerPixel);
    this.#hooks.onRange({
      from: middle - (middle - scale.min) * factor,
      to: middle + (scale.max - middle) * factor,
    });
  }

  #release(): void {
    this.#pull = undefined;
    const from = this.#dragFrom;
    this.#dragFrom = undefined;
    if (from === undefined || Math.abs(this.#dragTo - from) < shortestDragPixels) return;
    const ends = [from, this.#dragTo].map((pixel) => this.#positionAt(pixel) ?? 0).sort((a, b) => a - b);
    this.#hooks.onRange({ from: ends[0] ?? 0, to: ends[1] ?? 0 });
  }

  #positionAt(pixel: number): number | undefined {
    const scale = this.#chart?.scales.x;
    return scale?.getValueForPixel(Math.min(scale.right, Math.max(scale.left, pixel)));
  }

  #draw(chart: Chart): void {
    this.#chart = chart;
    const { x, y } = chart.scales;
    if (!x || !y) return;
    const { ctx } = chart;
    ctx.save();
    if (this.#dragFrom !== undefined) {
      ctx.fillStyle = `${pageColour('--accent')}30`;
      ctx.fillRect(this.#dragFrom, y.top, this.#dragTo - this.#dragFrom, y.height);
    }
    if (this.cursor !== undefined && this.cursor >= x.min && this.cursor <= x.max) {
      const pixel = Math.round(x.getPixelForValue(this.cursor)) + 0.5;
      ctx.strokeStyle = pageColour('--line-strong');
      ctx.beginPath();
      ctx.moveTo(pixel, y.top);
      ctx.lineTo(pixel, y.bottom);
      ctx.stroke();
    }
    ctx.restore();
  }
}

import type { Chart, Plugin } from 'chart.js';
import { pageColour } from './page-colours';
import type { Range } from './view.svelte';

export interface PointerHooks {
  /** The pointer stands at this place of the horizontal axis, or has left. */
  readonly onCursor: (position: number | undefined) => void;
  /** A part of the axis was drawn out with the pointer; undefined after a double click, for all of it. */
  readonly onRange: (range: Range | undefined) => void;
}

const shortestDragPixels = 5;

/** The pointer on a chart: a cursor line, and a range drawn out to zoom into. */
export class PointerLayer {
  readonly plugin: Plugin<'line'>;
  cursor: number | undefined;
  readonly #hooks: PointerHooks;
  readonly #ending = new AbortController();
  #chart: Chart | undefined;
  #dragFrom: number | undefined;
  #dragTo = 0;

  constructor(canvas: HTMLCanvasElement, hooks: PointerHooks) {
    this.#hooks = hooks;
    this.plugin = { id: 'pointer', afterDatasetsDraw: (chart) => this.#draw(chart) };
    const { signal } = this.#ending;
    canvas.addEventListener('pointerdown', (event) => this.#press(canvas, event), { signal });
    canvas.addEventListener('pointermove', (event) => this.#move(event.offsetX), { signal });
    canvas.addEventListener('pointerup', () => this.#release(), { signal });
    canvas.addEventListener('pointerleave', () => hooks.onCursor(undefined), { signal });
    canvas.addEventListener('dblclick', () => hooks.onRange(undefined), { signal });
  }

  end(): void {
    this.#ending.abort();
  }

  #press(canvas: HTMLCanvasElement, event: PointerEvent): void {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    this.#dragFrom = event.offsetX;
    this.#dragTo = event.offsetX;
  }

  #move(pixel: number): void {
    this.#dragTo = pixel;
    this.#hooks.onCursor(this.#positionAt(pixel));
  }

  #release(): void {
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

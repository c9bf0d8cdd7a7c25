import type { BenchApp } from './app';

/**
 * Counts the frames in which a chart was drawn while `gesture` goes on: how many a second, and the processor time that
 * Chromium spent on each, which says more on a machine with other work.
 */
export async function drawnFrames(
  { page, chromiumMs }: BenchApp,
  gesture: () => Promise<void>,
): Promise<string> {
  await page.evaluate(startCounting);
  const started = performance.now();
  const before = chromiumMs();
  await gesture();
  const seconds = (performance.now() - started) / 1000;
  const frames = await page.evaluate(countedFrames);
  const each = (chromiumMs() - before) / Math.max(1, frames);
  return `${(frames / seconds).toFixed(0)} frames a second, ${each.toFixed(0)} ms of processor time each`;
}

interface Counting {
  frames: number;
  drawn: boolean;
  clear?: typeof CanvasRenderingContext2D.prototype.clearRect;
}

declare global {
  interface Window {
    benchCounting?: Counting;
  }
}

/** Every drawing of a chart clears its canvas first. */
function startCounting(): void {
  const prototype = CanvasRenderingContext2D.prototype;
  const counting: Counting = window.benchCounting ?? { frames: 0, drawn: false };
  counting.frames = 0;
  if (window.benchCounting) return;
  window.benchCounting = counting;
  const clear = prototype.clearRect;
  prototype.clearRect = function (...box) {
    counting.drawn = true;
    clear.apply(this, box);
  };
  const count = () => {
    if (counting.drawn) counting.frames += 1;
    counting.drawn = false;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}

function countedFrames(): number {
  return window.benchCounting?.frames ?? 0;
}

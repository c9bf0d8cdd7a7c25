import type { Page } from 'playwright-core';
import type { BenchApp } from './app';
import { drawnFrames } from './frames';

const gestureMs = 6000;
const moveMs = 1000 / 60;

/** 100 long curves over each other: how long they take to appear, and how many frames a second a gesture draws. */
export async function benchCurves(app: BenchApp, ids: readonly string[], points: number): Promise<void> {
  const { page } = app;
  const started = performance.now();
  await app.goTo(`#/compare/${ids.join(',')}`);
  await page.getByRole('button', { name: /^Curves: / }).click();
  // No run has measured it: unticked, it is gone from the list.
  await page.getByRole('checkbox', { name: 'Accuracy (validation)' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Horizontal axis' }).selectOption('step');
  const picture = page.getByRole('img', { name: /^Training loss.*last/ });
  await picture.waitFor({ timeout: 120_000 });
  console.log(
    `${ids.length} curves of ${points} points shown after ${Math.round(performance.now() - started)} ms`,
  );
  await page.waitForTimeout(1500);
  console.log(
    `spikes of a single step in sight at full zoom-out: ${await spikesInSight(page)} of ${ids.length}`,
  );
  const box = await picture.boundingBox();
  if (!box) throw new Error('The chart is not in sight.');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  await page.keyboard.down('Control');
  const zooming = await drawnFrames(app, () =>
    repeat((turn) => page.mouse.wheel(0, turn % 40 < 20 ? -60 : 60)),
  );
  await page.mouse.wheel(0, -600);
  await page.keyboard.up('Control');
  await page.keyboard.down('Shift');
  await page.mouse.down();
  const pulling = await drawnFrames(app, () =>
    repeat((turn) => page.mouse.move(middle.x + 250 * Math.sin(turn / 25), middle.y)),
  );
  await page.mouse.up();
  await page.keyboard.up('Shift');
  console.log(`zooming: ${zooming}; pulling: ${pulling}`);
}

/**
 * Moves on 60 times a second, whatever the page makes of it, as a hand does: one that waited for each answer of the
 * page would measure the way there and back.
 */
async function repeat(move: (turn: number) => Promise<void>): Promise<void> {
  const started = performance.now();
  const moves: Promise<void>[] = [];
  for (let turn = 0; performance.now() - started < gestureMs; turn++) {
    moves.push(move(turn));
    const next = started + (turn + 1) * moveMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())));
  }
  await Promise.all(moves);
}

/** Separate strokes that reach into the upper part of the chart, where only spikes are. */
function spikesInSight(page: Page): Promise<number> {
  return page.locator('.plot canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const row = Math.round(canvas.height * 0.3);
    const { data } = canvas.getContext('2d')?.getImageData(0, row, canvas.width, 1) ?? { data: [] };
    let strokes = 0;
    let isIn = false;
    for (let at = 0; at < data.length; at += 4) {
      const [red = 0, green = 0, blue = 0] = data.slice(at, at + 3);
      const isDrawn = data[at + 3] > 0 && Math.max(red, green, blue) - Math.min(red, green, blue) > 20;
      if (isDrawn && !isIn) strokes += 1;
      isIn = isDrawn;
    }
    return strokes;
  });
}

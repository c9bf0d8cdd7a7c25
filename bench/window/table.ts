import type { BenchApp } from './app';

const scrollMs = 4000;

/** The table of 10,000 runs: how long from a key or click to its answer on the screen, and how smoothly it scrolls. */
export async function benchTable({ page, goTo }: BenchApp): Promise<void> {
  await goTo('#/runs');
  const found = page.getByRole('status', { name: 'Found runs' });
  await found.getByText(/^10,0\d+ of/).waitFor({ timeout: 60_000 });
  await page.evaluate(measureAnswers);
  const filter = page.getByRole('textbox', { name: 'Filter' });
  await timed('filtering', () => filter.fill('mode = sp and test.accuracy > 0.9'));
  await timed('filtering back', () => filter.fill(''));
  await timed('sorting', () => page.getByRole('button', { name: 'NLL' }).click());
  await timed('grouping', () =>
    page
      .getByRole('combobox', { name: 'Group by' })
      .selectOption('training.samples')
      .then(() => undefined),
  );
  const frames = await page.getByRole('region', { name: 'Table of runs' }).evaluate(scrolledFrames, scrollMs);
  console.log(`scrolling 10,000 runs: ${frames.toFixed(0)} frames a second`);

  /** From the input event in the page to the frame that shows other rows. */
  async function timed(what: string, act: () => Promise<void>): Promise<void> {
    await page.evaluate(() => {
      window.benchAnswer = undefined;
    });
    await act();
    await page.waitForFunction(() => window.benchAnswer !== undefined);
    console.log(
      `table of 10,000 runs, ${what}: ${Math.round(await page.evaluate(() => window.benchAnswer ?? 0))} ms`,
    );
    await page.waitForTimeout(600);
  }
}

declare global {
  interface Window {
    /** Milliseconds from the last input to the frame after the rows changed. */
    benchAnswer?: number | undefined;
  }
}

function measureAnswers(): void {
  let asked = 0;
  for (const type of ['input', 'click', 'change'])
    document.addEventListener(
      type,
      () => {
        asked = performance.now();
      },
      true,
    );
  const body = document.querySelector('main tbody');
  if (!body) return;
  new MutationObserver(() => {
    requestAnimationFrame(() =>
      setTimeout(() => {
        window.benchAnswer ??= performance.now() - asked;
      }),
    );
  }).observe(body, { childList: true, subtree: true, characterData: true });
}

/** Scrolls by a steady pace; returns frames a second. */
function scrolledFrames(box: Element, ms: number): Promise<number> {
  return new Promise((resolve) => {
    const started = performance.now();
    let frames = 0;
    const step = () => {
      frames += 1;
      box.scrollTop += 60;
      const passed = performance.now() - started;
      if (passed < ms) requestAnimationFrame(step);
      else resolve((frames * 1000) / passed);
    };
    requestAnimationFrame(step);
  });
}

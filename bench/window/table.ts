import type { BenchApp } from './app';

const scrollMs = 4000;
/** How often each is asked for; the first answer can be of code that was not compiled yet. */
const repeats = 8;
/** By turns: what was filtered, sorted and grouped before is kept, and would be answered without being done again. */
const groupings = ['training.samples', 'parallel.mode', 'data.dataset'];

/** The table of 10,000 runs: how long from a key or click to its answer on the screen, and how smoothly it scrolls. */
export async function benchTable({ page, goTo }: BenchApp): Promise<void> {
  await goTo('#/runs');
  const found = page.getByRole('status', { name: 'Found runs' });
  await found.getByText(/^10,0\d+ of/).waitFor({ timeout: 60_000 });
  await page.evaluate(measureAnswers);
  // Playwright brings what it looks at a page with only now, 300 kB that the page would read while the first answer is on its way.
  await page.waitForFunction(() => true);
  const filter = page.getByRole('textbox', { name: 'Filter' });
  const grouping = page.getByRole('combobox', { name: 'Group by' });
  const answers = new Map<string, number[]>();
  for (let turn = 0; turn < repeats; turn++) {
    await timed('filtering', () => filter.fill(`mode = sp and test.accuracy > ${0.9 - turn / 100}`));
    await timed('filtering back', () => filter.fill(''));
    await timed('sorting', () =>
      page.getByRole('button', { name: turn % 4 < 2 ? 'NLL' : 'Accuracy' }).click(),
    );
    await timed('grouping', () => grouping.selectOption(groupings[turn % groupings.length] ?? ''));
    await timed('grouping back', () => grouping.selectOption(''));
  }
  for (const [what, ms] of answers) console.log(`table of 10,000 runs, ${what}: ${spreadText(ms)}`);
  await grouping.selectOption('training.samples');
  const frames = await page.getByRole('region', { name: 'Table of runs' }).evaluate(scrolledFrames, scrollMs);
  console.log(`scrolling 10,000 runs: ${frames.toFixed(0)} frames a second`);

  /** From the input event in the page to the frame that shows other rows. */
  async function timed(what: string, act: () => Promise<unknown>): Promise<void> {
    await page.evaluate(() => {
      window.benchAnswer = undefined;
    });
    await act();
    await page.waitForFunction(() => window.benchAnswer !== undefined);
    const ms = await page.evaluate(() => window.benchAnswer ?? 0);
    answers.set(what, [...(answers.get(what) ?? []), ms]);
    await page.waitForTimeout(600);
  }
}

function spreadText(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  return `median ${at(0.5)} ms, quartiles ${at(0.25)} and ${at(0.75)}, first ${Math.round(ms[0] ?? 0)}`;
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

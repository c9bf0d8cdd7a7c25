import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../accessibility';
import { walkByKeyboard } from '../keyboard';
import { keepScreenshot } from '../looks';
import { startFromForm, waitForStatus } from '../run-page';
import { openStage, type Stage } from '../stage';

/** In CSS pixels. A window of 1440 x 900 at 200 % zoom has half of each. */
const sizes = {
  small: { width: 1024, height: 700 },
  'zoomed to 200 %': { width: 720, height: 450 },
  '4K': { width: 3840, height: 2160 },
} as const;
const runParts = ['', '/uncertainty', '/posterior', '/predict', '/workers', '/log', '/settings'];

let stage: Stage;
let pages: readonly string[] = [];

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('every page, whatever the size of the window, and without a mouse', () => {
  it('trains a run and evaluates it, so that there is something to show', async () => {
    const { page } = stage;
    await startFromForm(page, { Name: 'To look at', Epochs: '3', 'Hidden layers': '16' });
    await waitForStatus(page, 'Finished');
    const run = new URL(page.url()).hash.slice('#/'.length);
    await page.getByRole('link', { name: 'Uncertainty' }).click();
    await page.getByRole('button', { name: 'Evaluate' }).click();
    await page.getByRole('cell', { name: /^pixels of any brightness/ }).waitFor();
    const id = run.slice('runs/'.length);
    const views = [
      '',
      'new',
      'data',
      `new/${id}`,
      'runs',
      'queue',
      'studies',
      'devices',
      'storage',
      'servers',
      `compare/${id}`,
    ];
    pages = [...views, ...runParts.map((part) => `${run}${part}`)];
  });

  it.each(Object.keys(sizes) as (keyof typeof sizes)[])(
    'fits and is accessible in a window %s',
    async (name) => {
      const { page } = stage;
      await page.setViewportSize(sizes[name]);
      for (const address of pages) {
        await openPage(page, address);
        await keepScreenshot(page, `${address.replaceAll('/', '-')}-${sizes[name].width}`);
        expect(await page.evaluate(stickingOut), `#/${address} sticks out`).toEqual([]);
        expect(await accessibilityViolations(page), `#/${address}`).toEqual([]);
      }
    },
  );

  it('leads to every control by the key Tab, and shows where one is', async () => {
    const { page } = stage;
    await page.setViewportSize({ width: 1280, height: 860 });
    for (const address of pages) {
      await openPage(page, address);
      expect(await walkByKeyboard(page), `#/${address}`).toEqual({ unreached: [], unmarked: [] });
    }
  });

  it('wrote neither errors nor warnings to the console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

/** Resolves once the page is what it will be: its text stands still from one look to the next. */
async function openPage(page: Page, address: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${address}`);
  let before = '';
  const isStill = async () => {
    const now = await page.locator('main').innerText();
    const busy = await page.locator('main [aria-busy="true"]').count();
    const still = now === before && busy === 0;
    before = now;
    return still;
  };
  await expect.poll(isStill, { interval: 300 }).toBe(true);
}

/** What is wider than the window and in nothing that scrolls, what of the bar beside it is, and the window itself where it scrolls. */
function stickingOut(): readonly string[] {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
  const scrolls = (one: Element | null): boolean =>
    one !== null && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
  const outside = [...document.querySelectorAll('body *')].filter(
    (one) => one.getBoundingClientRect().right > innerWidth + 1 && !scrolls(one.parentElement),
  );
  const bar = document.querySelector('nav[aria-label=Main]')?.parentElement;
  const edges = bar?.getBoundingClientRect() ?? new DOMRect();
  const beyondBar = [...(bar?.querySelectorAll('*') ?? [])].filter((one) => {
    const { width, right, bottom } = one.getBoundingClientRect();
    return width > 1 && (right > edges.right + 1 || bottom > edges.bottom + 1);
  });
  const window = scrollWidth > clientWidth || scrollHeight > clientHeight ? ['the window'] : [];
  return [
    ...window,
    ...[...outside, ...beyondBar].map((one) => `${one.tagName}.${one.getAttribute('class') ?? ''}`),
  ];
}

import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityViolations } from './accessibility';
import { target } from './stage';

const screenshots = join(import.meta.dirname, '..', 'screenshots');

/** Keeps what the window shows, in test/screenshots/, for a person to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(screenshots, `${target}-${name}.png`) });
}

/** Holds one view against axe-core in light and dark, and keeps a screenshot of each. */
export async function expectGoodLooks(page: Page, view: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor({ state: 'attached' });
    await page.screenshot({
      path: join(screenshots, `${target}-${view}-${colorScheme}.png`),
      fullPage: true,
    });
    expect(await accessibilityViolations(page), `${view}, ${colorScheme}`).toEqual([]);
  }
  expect(await page.evaluate(pixelsOutside), `${view} sticks out of the window`).toBe(0);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** The window itself never scrolls; what is longer scrolls inside it. */
function pixelsOutside(): number {
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
  return scrollHeight - clientHeight + (scrollWidth - clientWidth);
}

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

/** In CSS pixels: a small window, a usual one, and 4K. */
const sizes = [
  { width: 1024, height: 700 },
  { width: 1440, height: 900 },
  { width: 3840, height: 2160 },
] as const;

/** Holds that one view fits into windows of several sizes, and keeps a screenshot of each; in Electron the system sizes windows. */
export async function expectToFit(page: Page, view: string): Promise<void> {
  const before = page.viewportSize();
  if (target === 'electron' || !before) return;
  for (const size of sizes) {
    await page.setViewportSize(size);
    await keepScreenshot(page, `${view}-${size.width}`);
    expect(await page.evaluate(pixelsOutside), `${view} sticks out of a window of ${size.width}`).toBe(0);
  }
  await page.setViewportSize(before);
}

/** The window itself never scrolls; what is longer scrolls inside it. */
function pixelsOutside(): number {
  const { scrollHeight, clientHeight, scrollWidth, clientWidth } = document.documentElement;
  return scrollHeight - clientHeight + (scrollWidth - clientWidth);
}

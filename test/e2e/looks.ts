import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessibilityViolations } from './accessibility';
import { target } from './stage';

const screenshots = join(import.meta.dirname, '..', 'screenshots');

/** Holds one view against axe-core in light and dark, and keeps a screenshot of each (test/screenshots/). */
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
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

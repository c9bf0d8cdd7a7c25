import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The page of one run, as a person reads it. */

/** For a short run or the next step of a long one, on a machine that may be slow and busy. */
export const trainingTimeout = { timeout: 180_000 };

/** Settings by the label of their field. */
export type Typed = Readonly<Record<string, string>>;

/** Work for hours on any machine: only stopping or an interruption ends such a run. */
export const endless: Typed = { 'Hidden layers': '16', Epochs: '1000000' };

/** Opens the form, types the settings and starts the run; resolves on the run's page. */
export async function startFromForm(page: Page, typed: Typed): Promise<void> {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  for (const [label, text] of Object.entries(typed)) await field(page, label).fill(text);
  const start = page.getByRole('button', { name: 'Start run' });
  await expect.poll(() => start.isEnabled()).toBe(true);
  await start.click();
  await runStatus(page).waitFor();
}

export function field(page: Page, label: string): Locator {
  return page.getByRole('textbox', { name: label });
}

export function runStatus(page: Page): Locator {
  return page.getByRole('status', { name: 'Status of the run' });
}

/** Waits until the run shows this status. A run that failed instead is told with its reason. */
export async function waitForStatus(page: Page, status: 'Finished' | 'Stopped' | 'Failed'): Promise<void> {
  const ends = /Finished|Stopped|Failed|Interrupted/;
  await expect.poll(() => textOf(runStatus(page)), trainingTimeout).toMatch(ends);
  const reasons = await page.getByRole('alert').allTextContents();
  expect(await textOf(runStatus(page)), reasons.join(' ')).toBe(status);
}

/** Steps done, as the progress card writes them, once they are more than `step`. For runs that are still going. */
export async function waitForStepAfter(page: Page, step: number): Promise<number> {
  const text = page.getByText(/^Step [\d,]+ of [\d,]+$/);
  let done = Number.NaN;
  const read = async () => {
    done = Number(/Step ([\d,]+)/.exec(await textOf(text))?.[1]?.replaceAll(',', ''));
    return done;
  };
  await expect.poll(read, trainingTimeout).toBeGreaterThan(step);
  return done;
}

export function curve(page: Page, title: RegExp): Locator {
  return page.getByRole('img', { name: title });
}

/** Waits until a picture's canvas holds more than one colour. */
export async function waitUntilDrawn(picture: Locator): Promise<void> {
  const colours = (canvas: Element) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    return new Set(data && new Uint32Array(data.buffer)).size;
  };
  await expect.poll(() => picture.locator('canvas').evaluate(colours)).toBeGreaterThan(2);
}

export async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

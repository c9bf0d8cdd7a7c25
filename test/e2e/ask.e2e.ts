import { encode } from 'fast-png';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import { textOf, waitForStatus } from './run-page';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const pad = (page: Page) => page.getByRole('application', { name: 'Pad to draw on' });
const answer = (page: Page) => page.getByRole('status', { name: 'Answer' });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const empty = (page: Page) => page.getByText('The pad is empty');

/** What a meter shows, in per cent of its length. */
async function meter(page: Page, name: string): Promise<number> {
  return Number(await page.getByRole('meter', { name }).getAttribute('aria-valuenow'));
}

/** Draws a line through points in shares of the pad, as a hand does. */
async function draw(page: Page, ...points: readonly (readonly [number, number])[]): Promise<void> {
  const box = await pad(page).boundingBox();
  if (!box) throw new Error('The pad is not to be seen.');
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...at(point), { steps: 8 });
  await page.mouse.up();
}

describe('asking the digits what a drawing is', () => {
  it('waits for a drawing, in one sentence', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Digits demo' }).waitFor();
    await waitForStatus(page, 'Finished');
    await page.getByRole('link', { name: 'Predict' }).click();
    await empty(page).waitFor();
    await expectGoodLooks(page, 'ask-empty');
  });

  it('names a one that is drawn, and tells how sure it is and where that stands among the test items', async () => {
    const { page } = stage;
    await draw(page, [0.42, 0.3], [0.52, 0.2], [0.52, 0.8]);
    await expect.poll(() => textOf(answer(page))).toMatch(/^1,/);
    await page
      .getByText(/(More|Less) than .* test items/)
      .first()
      .waitFor();
    await page.getByText('sample 0 says').waitFor();
    await expectGoodLooks(page, 'ask-drawn');
  });

  it('doubts more once noise and blur are added', async () => {
    const { page } = stage;
    const before = await meter(page, 'Unclear data');
    for (const name of ['Blur', 'Blur', 'Blur', 'Add noise', 'Turn', 'Turn', 'Turn'])
      await button(page, name).click();
    await expect.poll(() => meter(page, 'Unclear data')).toBeGreaterThan(before);
    await page.getByText('Turned by 45°, blurred 3 times, noise added once.').waitFor();
    await button(page, 'Undo changes').click();
    await expect.poll(() => meter(page, 'Unclear data')).toBe(before);
  });

  it('takes a test item with its true class, and shows none of it once cleared', async () => {
    const { page } = stage;
    await button(page, 'Random test item').click();
    await page.getByText(/^Test item \d+, \d\.$/).waitFor();
    await expectGoodLooks(page, 'ask-test-item');
    await button(page, 'Clear').click();
    await empty(page).waitFor();
    expect(await answer(page).count()).toBe(0);
  });

  it('takes a picture of the person’s own, a camera’s too, and refuses what is none', async () => {
    const { page } = stage;
    const chooser = page.locator('input[type=file][aria-label="Picture of your own"]');
    const give = (name: string, buffer: Uint8Array) =>
      chooser.setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.from(buffer) });
    const [width, height] = [7296, 5472];
    await give('camera.png', encode({ width, height, channels: 1, data: new Uint8Array(width * height) }));
    await page.getByText('camera.png, 5472 x 7296 pixels, brought to 8 x 8 in grey').waitFor();
    await answer(page).waitFor();
    await give('notes.png', new TextEncoder().encode('no picture'));
    await page.getByText('notes.png is no picture that can be read').waitFor();
    await button(page, 'Clear').click();
    await empty(page).waitFor();
  });

  it('also tells where a drawing stands among noise, once the run was held against it', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Uncertainty' }).click();
    const form = page.getByRole('form', { name: 'Does it doubt what it does not know?' });
    await form.getByRole('button', { name: 'Evaluate' }).click();
    await page.getByRole('cell', { name: /^pixels of any brightness/ }).waitFor();
    await page.getByRole('link', { name: 'Predict' }).click();
    await empty(page).waitFor();
    await draw(page, [0.42, 0.3], [0.52, 0.2], [0.52, 0.8]);
    await expect.poll(() => textOf(answer(page))).toMatch(/^1,/);
    await page
      .getByText(/test items, (less|more) than (all|\d+\s%) of noise\./)
      .first()
      .waitFor();
    await button(page, 'Clear').click();
    await empty(page).waitFor();
  });

  it('is drawn on by keys alone', async () => {
    const { page } = stage;
    await pad(page).focus();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    for (let step = 0; step < 10; step += 1) await page.keyboard.press('ArrowDown');
    await page.getByText('it is down').waitFor();
    await page.keyboard.press('Space');
    await expect.poll(() => textOf(answer(page))).toMatch(/^1,/);
  });

  it('has left no error in the console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { digitsInput } from './fake-runs';
import { studyReport } from './fake-study';
import { chromiumPath, PageRig } from './page';

const title = chromiumPath ? 'what is seen and heard' : 'what is seen and heard (skipped: no Chromium)';
const longName =
  'A name of a hundred and ten letters that somebody gave a run because the settings had to be in it, lr 0.001, S 4';

describe.skipIf(!chromiumPath)(title, () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig.stop());

  it('a long name breaks over lines before the tables of a comparison become wider than the page', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    core.addFailedRun('long', { ...digitsInput, name: longName, seed: 3 }, 'The disk is full.');
    const { page } = await rig.open('#/compare/first,long', core);
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const of of ['Final scores', 'What differs']) {
      const head = page.locator('section', { has: page.getByRole('heading', { name: of }) }).locator('thead');
      await head.getByText(longName).waitFor();
      const widths = await head.evaluate((one) => [
        one.getBoundingClientRect().right,
        one.closest('section')?.getBoundingClientRect().right ?? 0,
      ]);
      expect(widths[0], of).toBeLessThanOrEqual(widths[1]);
    }
    await page.close();
  });

  it('a choice of the form is read whole, on small and large screens', async () => {
    const { page } = await rig.open('#/new', new FakeCore());
    const objective = page.getByLabel('Objective');
    await objective.waitFor();
    for (const width of [1024, 1440, 3840]) {
      await page.setViewportSize({ width, height: 1000 });
      expect(await roomOf(objective), `at ${width}`).toBeGreaterThanOrEqual(0);
    }
    await page.close();
  });

  it('a view that is read only once it is open begins at its own heading, for the eye and for who hears it', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/studies', core);
    const { release } = core.heldBack('study');
    await page.getByRole('table').getByRole('link').first().click();
    await page.getByRole('heading', { level: 1, name: 'Study', exact: true }).waitFor();
    release();
    const heading = page.getByRole('heading', { level: 1, name: studyReport.summary.name });
    await expect.poll(() => heading.evaluate((one) => document.activeElement === one)).toBe(true);
    expect(await page.title()).toBe(`${studyReport.summary.name} – Parasample`);
    await page.close();
  });

  it('a chart is called by its heading and its picture, and by no landmark or figure around them', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs/first', core);
    const name = 'Loss (negative ELBO)';
    await page.getByRole('heading', { name }).waitFor();
    await page.getByRole('img', { name: /^Loss .*last/ }).waitFor();
    expect(await heardOf(page, name)).toEqual(['heading', 'img']);
    await page.close();
  });
});

/** Pixels that a select has left beside the text it shows and its arrow. */
function roomOf(select: ReturnType<Page['getByLabel']>): Promise<number> {
  return select.evaluate((one) => {
    if (!(one instanceof HTMLSelectElement)) throw new Error('It is no choice.');
    const pen = document.createElement('canvas').getContext('2d');
    if (!pen) throw new Error('Nothing can be measured.');
    pen.font = getComputedStyle(one).font;
    const { paddingLeft, paddingRight } = getComputedStyle(one);
    const arrow = 16;
    const place = one.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - arrow;
    return place - pen.measureText(one.selectedOptions[0]?.text ?? '').width;
  });
}

/** The roles of everything in the accessibility tree whose name begins so, but of what can be pressed or moved. */
async function heardOf(page: Page, name: string): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const roles = nodes.flatMap(({ ignored, role, name: own }) =>
    !ignored && String(own?.value ?? '').startsWith(name) ? [String(role?.value)] : [],
  );
  const active = new Set(['button', 'slider', 'menuitem', 'StaticText', 'InlineTextBox']);
  return roles
    .filter((role) => !active.has(role))
    .map((role) => (role === 'image' ? 'img' : role))
    .sort();
}

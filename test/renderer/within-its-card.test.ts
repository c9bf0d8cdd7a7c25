import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { digitsInput } from './fake-runs';
import { chromiumPath, PageRig } from './page';
import { badlySet, cutInPictures, oddlyLargeInPictures } from './reading';

/** What is wider than the box that it stands in, and cannot be scrolled there. */
const tooWide = (page: Page) =>
  page.locator('main, main .card, main .card div, main nav').evaluateAll((boxes) =>
    boxes
      .filter((box) => getComputedStyle(box).overflowX === 'visible' || box.tagName === 'MAIN')
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map((box) => `${box.tagName} ${box.className}: ${box.textContent?.trim().slice(0, 60)}`),
  );

/** As long as names may be, nearly. */
const longName = `Digits with a name that tells ${'the prior, the rate, the seed and '.repeat(2)}weather`;

const views = [
  '#/',
  '#/new',
  '#/runs',
  '#/runs/first',
  '#/runs/first/uncertainty',
  '#/runs/first/posterior',
  '#/runs/first/predict',
  '#/runs/first/workers',
  '#/runs/first/log',
  '#/runs/first/settings',
  '#/runs/value/uncertainty',
  '#/runs/value/posterior',
  '#/runs/value/predict',
  '#/runs/field/uncertainty',
  '#/runs/maps/uncertainty',
  '#/queue',
  '#/compare/first,second',
  '#/studies',
  '#/data',
  '#/servers',
  '#/devices',
  '#/storage',
];

describe.skipIf(!chromiumPath)(
  'every view keeps what it shows within its boxes, numbers with their units, and the size of its text',
  () => {
    let rig: PageRig;
    beforeAll(async () => {
      rig = await PageRig.start(chromiumPath ?? '');
    });
    afterAll(() => rig?.stop());

    // 720 is a window of 1440 that was enlarged to twice its size.
    it.each([720, 1024, 1440, 3840])('in a window of %i pixels', async (width) => {
      const core = new FakeCore();
      core.addExampleRuns();
      core.addRegressionRuns();
      core.addClassMapsRun();
      for (let at = 0; at < 2; at++) await core.call('start', [{ ...digitsInput, name: longName }]);
      const { page, complaints } = await rig.open('#/', core, { width, height: 900 });
      const found: string[] = [];
      for (const view of views) {
        await page.goto(page.url().replace(/#.*/, view));
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('Reading…'));
        for (const what of [
          ...(await tooWide(page)),
          ...(await badlySet(page)),
          ...(await cutInPictures(page)),
          ...(await oddlyLargeInPictures(page)),
        ])
          found.push(`${view}: ${what}`);
      }
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      await page.close();
    });

    it('names of 110 letters in one word, of runs that ended, run and wait', async () => {
      const core = new FakeCore();
      const [ended = '', other = '', runs = '', waits = ''] = ['w', 'm', 'x', 'q'].map((letter) =>
        letter.repeat(106),
      );
      for (const id of [ended, other, runs, waits])
        core.addFinishedRun(id, [], { 'test.accuracy': 0.9, 'test.nll': 0.3 });
      core.setStatus(runs, 'running');
      core.setStatus(waits, 'queued');
      const { page } = await rig.open('#/', core, { width: 1024, height: 900 });
      const found: string[] = [];
      const places = ['#/', '#/runs', `#/runs/${ended}`, `#/runs/${runs}`, '#/queue', '#/devices'];
      for (const view of [...places, `#/compare/${ended},${other}`]) {
        await page.goto(page.url().replace(/#.*/, view));
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.getByText('www').or(page.getByText('xxx')).first().waitFor({ state: 'attached' });
        for (const what of await tooWide(page)) found.push(`${view.slice(0, 12)}: ${what}`);
      }
      expect(found).toEqual([]);
      await page.close();
    });
  },
);

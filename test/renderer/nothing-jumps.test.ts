import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeCore } from './fake-core';
import { digitsInput } from './fake-runs';
import { chromiumPath, PageRig } from './page';
import { resting } from './resting';

/** Runs whose names differ in length, so that a table that measured the rows in sight would jump. */
function coreWithManyRuns(): FakeCore {
  const core = new FakeCore();
  for (let run = 0; run < 120; run++)
    core.addFinishedRun(`${run}${'-long'.repeat(run % 9)}`, [], {
      'test.accuracy': run / 200,
      'test.nll': run / 10,
    });
  return core;
}

const lefts = (page: Page) =>
  page
    .getByRole('columnheader')
    .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().left));

describe.skipIf(!chromiumPath)('what somebody is about to press or to read stays where it is', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('a second click on Stop run meets no button that throws the scores away', async () => {
    const core = new FakeCore();
    const { page } = await rig.open('#/', core);
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    const stop = page.getByRole('button', { name: 'Stop run' });
    const place = await resting(() => stop.boundingBox());
    core.setStatus('run-1', 'stopping');
    const end = page.getByRole('button', { name: 'End without scores' });
    await end.waitFor();
    expect(await stop.isDisabled()).toBe(true);
    await expect.poll(() => stop.boundingBox()).toEqual(place);
    const below = await end.boundingBox();
    expect(below?.y ?? 0).toBeGreaterThan((place?.y ?? 0) + (place?.height ?? 0));
    await page.close();
  });

  it('columns stay as wide while the table is scrolled, and as somebody has drawn them', async () => {
    const { page, complaints } = await rig.open('#/runs', coreWithManyRuns());
    await page.getByText('120 of 120 runs').waitFor();
    await page.locator('tr[aria-rowindex="2"]').waitFor();
    const before = await resting(() => lefts(page));
    await page.getByRole('region', { name: 'Table of runs' }).evaluate((box) => {
      box.scrollTop = 1500;
    });
    await page.locator('tr[aria-rowindex="40"]').waitFor();
    await expect.poll(() => lefts(page)).toEqual(before);
    await page.getByRole('button', { name: 'Accuracy' }).focus();
    await page.keyboard.press('Shift+ArrowRight');
    const shift = before.map((left, place) => (place > 2 ? left + 16 : left));
    await expect.poll(async () => (await lefts(page)).slice(2)).toEqual(shift.slice(2));
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('columns and what they say stay as they are once those of all runs are read, which takes longer than their rows', async () => {
    const core = coreWithManyRuns();
    const answers = core.heldBack('runColumns');
    const { page, complaints } = await rig.open('#/runs', core);
    const row = page.locator('tr[aria-rowindex="2"]');
    await row.waitFor();
    const [before, text] = [await resting(() => lefts(page)), await row.innerText()];
    answers.release();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('list', { name: 'Other columns' }).getByRole('checkbox').first().waitFor();
    await page.keyboard.press('Escape');
    expect(await resting(() => lefts(page))).toEqual(before);
    expect(await row.innerText()).toBe(text);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('the focus does not go over to another run where its own is scrolled away', async () => {
    const { page } = await rig.open('#/runs', coreWithManyRuns());
    const box = page.getByRole('region', { name: 'Table of runs' });
    await page.locator('tr[aria-rowindex="2"] a').focus();
    const focusedRow = () => page.evaluate(() => document.activeElement?.closest('tr')?.ariaRowIndex);
    expect(await focusedRow()).toBe('2');
    await box.evaluate((one) => {
      one.scrollTop = 1500;
    });
    await page.locator('tr[aria-rowindex="40"]').waitFor();
    await expect.poll(focusedRow).toBeUndefined();
    await page.close();
  });

  it('the first click on a score brings the best into sight, from wherever the table stood', async () => {
    const { page } = await rig.open('#/runs', coreWithManyRuns());
    const box = page.getByRole('region', { name: 'Table of runs' });
    await page.locator('tr[aria-rowindex="2"]').waitFor();
    for (const [score, best] of [
      ['Accuracy', /Run 119/],
      ['NLL', /Run 0/],
    ] as const) {
      await box.evaluate((one) => {
        one.scrollTop = 1500;
      });
      await page.getByRole('button', { name: score }).click();
      await page.locator('tr[aria-rowindex="2"]').filter({ hasText: best }).waitFor();
      await expect.poll(() => box.evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    }
    await page.close();
  });

  it('the table begins at its top whatever changes its order: keys, groups, a filter, other runs or a command', async () => {
    const { page } = await rig.open('#/runs', coreWithManyRuns());
    const box = page.getByRole('region', { name: 'Table of runs' });
    await page.getByText('120 of 120 runs').waitFor();
    const filter = page.getByRole('textbox', { name: 'Filter' });
    const command = async (words: string) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type(words);
      await page.getByRole('option', { name: words }).first().waitFor();
      await page.keyboard.press('Enter');
    };
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      'a key on a heading': () => page.getByRole('button', { name: 'NLL' }).press('Enter'),
      'the same the other way round': () => page.getByRole('button', { name: 'NLL' }).press('Enter'),
      groups: () => command('Group by all but the seed'),
      'no groups': () => command('Group by nothing'),
      'a filter': () => filter.fill('test.nll > 1'),
      'no filter': () => filter.fill(''),
      'other runs': () => page.getByRole('combobox', { name: 'Which runs' }).selectOption('all'),
      'a command': () => command('Sort by Accuracy'),
    };
    for (const [way, act] of Object.entries(ways)) {
      await expect.poll(() => box.evaluate((one) => one.scrollHeight)).toBeGreaterThan(3000);
      await box.evaluate((one) => {
        one.scrollTop = 1500;
      });
      await page.locator('tr[aria-rowindex="40"]').waitFor();
      await act();
      await expect.poll(() => box.evaluate(({ scrollTop }) => scrollTop), { message: way }).toBe(0);
      await page.locator('tr[aria-rowindex="2"]').waitFor();
    }
    await page.close();
  });

  it('the table is worked by keys: find, go from run to run, tick and compare', async () => {
    const { page, complaints } = await rig.open('#/runs', coreWithManyRuns());
    await page.locator('tr[aria-rowindex="2"]').waitFor();
    for (const key of ['j', 'x', 'j', 'j', 'x', 'k']) await page.keyboard.press(key);
    await page.getByText('2 chosen').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await expect.poll(focused).toBe('Run 1-long');
    await page.keyboard.press('/');
    await page.keyboard.type('jxk');
    expect(await page.getByRole('textbox', { name: 'Filter' }).inputValue()).toBe('jxk');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('status', { name: 'Keys' }).getByText('compare those ticked').waitFor();
    await page.keyboard.press('c');
    await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('a run beyond those that were read is never called missing before it was looked for', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const answers = core.heldBack('run');
    const { page } = await rig.open('#/runs/beyond', core);
    await page.getByRole('heading', { level: 1, name: 'Reading the run…' }).waitFor();
    expect(await page.getByText('No such run').count()).toBe(0);
    core.addFinishedRun('beyond', [], {});
    answers.release();
    await page.getByRole('heading', { level: 1, name: 'Run beyond' }).waitFor();
    await page.goto(page.url().replace('beyond', 'nowhere'));
    await page.getByRole('heading', { level: 1, name: 'No such run' }).waitFor();
    await page.close();
  });

  it('a run that diverged is not offered to diverge again, and is told of in the words of the form', async () => {
    const core = new FakeCore();
    const reason =
      'Training diverged: the negative log-likelihood was no longer a finite number at step 7. A smaller training.optimizer.learningRate usually helps.';
    core.addFailedRun('diverged', { ...digitsInput, name: 'Too fast' }, reason);
    const { page } = await rig.open('#/runs/diverged', core);
    await page.getByText('A smaller “Learning rate” usually helps.').waitFor();
    const looks = await page.locator('.actions .primary').allTextContents();
    expect(looks.map((text) => text.trim())).toEqual(['New run at a smaller learning rate']);
    await page.getByRole('link', { name: 'New run at a smaller learning rate' }).click();
    await page.getByText('“Too fast” diverged, and would again').waitFor();
    await page.getByText(/^Changed from “Too fast”: Learning rate: 0\.005 → 0\.0005\.$/).waitFor();
    await page.close();
  });

  it('the form begins with the settings of a run beyond those that were read, and says where it is not there', async () => {
    const core = new FakeCore();
    const answers = core.heldBack('run');
    const { page } = await rig.open('#/new/beyond', core);
    await page.getByText('Reading the settings of the run…').waitFor();
    core.addFinishedRun('beyond', [], {});
    answers.release();
    await expect.poll(() => page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Run beyond');
    await page.goto(page.url().replace('beyond', 'nowhere'));
    await page.getByText('The run whose settings were to be taken is not there').waitFor();
    await page.close();
  });

  it('a log and devices that are still being read are not called empty', async () => {
    const core = new FakeCore();
    core.addFinishedRun('one', [], {});
    const [logs, curves] = [core.heldBack('logs'), core.heldBack('series')];
    const { page } = await rig.open('#/runs/one/log', core);
    await page.getByText('Reading the log…').waitFor();
    await page.getByText('Reading…').first().waitFor();
    expect(await page.getByText('Not measured', { exact: true }).count()).toBe(0);
    logs.release();
    curves.release();
    await page.getByText('It has no lines.').waitFor();
    await page.getByText('Not measured', { exact: true }).first().waitFor();
    await page.close();
  });
});

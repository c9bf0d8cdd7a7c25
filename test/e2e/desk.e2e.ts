import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import {
  curve,
  endless,
  runStatus,
  startFromForm,
  textOf,
  trainingTimeout,
  waitForStatus,
  waitUntilDrawn,
} from './run-page';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('the desk: understanding, sorting and controlling real runs', () => {
  it('trains a run to look at', async () => {
    await startFromForm(stage.page, { Name: 'First of two', Epochs: '3', 'Hidden layers': '16' });
    await waitForStatus(stage.page, 'Finished');
  });

  it('shows the test items it doubts, how right it is where it is sure, and what samples are worth', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Uncertainty' }).click();
    await page
      .getByRole('img', { name: /^Test image \d+/ })
      .first()
      .waitFor();
    await page.getByRole('combobox', { name: 'Sorted by' }).selectOption('mutualInformation');
    await page.getByRole('img', { name: /^Accuracy against confidence/ }).waitFor();
    await waitUntilDrawn(curve(page, /^Negative log-likelihood\. Mean of the first samples: last \d/));
    await page.getByRole('slider', { name: 'Refuse the least confident, %' }).fill('20');
    await page.getByText(/^Refuse 20\s%: accuracy [\d.]+\s% → [\d.]+\s%/).waitFor();
    await page.getByRole('img', { name: /^Mutual information against mean entropy/ }).waitFor();
    await expectGoodLooks(page, 'run-uncertainty');
  });

  it('shows the test items behind a bin, a dot and a cell, by keys as by mouse', async () => {
    const { page } = stage;
    const bin = page.getByRole('button', { name: /^Confidence \d+ % to \d+ %: \d+ items$/ }).last();
    await bin.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Test items with a confidence/ }).waitFor();
    await expectGoodLooks(page, 'run-chosen-items');
    await page.getByRole('slider', { name: 'Test item, the most doubtful first' }).press('ArrowRight');
    await page.getByRole('heading', { name: /^Test item \d+$/ }).waitFor();
    await page
      .getByRole('button', { name: / taken for / })
      .first()
      .click();
    await page.getByRole('heading', { name: /^Test items of \d/ }).waitFor();
    await page.getByRole('button', { name: 'Show the doubted ones again' }).click();
    await page
      .getByRole('img', { name: /^Test image \d+/ })
      .first()
      .waitFor();
  });

  it('holds it against noise, which it was not trained on', async () => {
    const { page } = stage;
    const form = page.getByRole('form', { name: 'Does it doubt what it does not know?' });
    await form.getByRole('checkbox', { name: 'Spoilt test pictures too' }).check();
    await form.getByRole('button', { name: 'Evaluate' }).click();
    await page.getByRole('cell', { name: /^pixels of any brightness \(360\)/ }).waitFor();
    await page.getByRole('row', { name: /^gaussian noise [\d.]+ %/ }).waitFor();
    await expectGoodLooks(page, 'run-evaluated');
  });

  it('calibrates it on its validation items, and says what that was worth on the test items', async () => {
    const { page } = stage;
    const form = page.getByRole('form', { name: 'Calibrate on the validation items' });
    await form.getByRole('button', { name: 'Calibrate' }).click();
    await page
      .getByText(/^Temperature [\d.]+: on the test items the negative log-likelihood goes from/)
      .waitFor();
    await form.getByRole('combobox', { name: 'Method' }).selectOption('raps');
    await form.getByRole('textbox', { name: 'Coverage, %' }).fill('80');
    await form.getByRole('button', { name: 'Calibrate' }).click();
    await page
      .getByText(/^Sets of classes \(raps\): 80(\.0)?\s% promised, [\d.]+\s% of the test items/)
      .waitFor();
    await expectGoodLooks(page, 'run-calibrated');
  });

  it('shows what each layer learned about its weights', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Posterior' }).click();
    await page.getByText(/^KL divergence from the prior, all layers: [\d,.]+ nats/).waitFor();
    await expect.poll(() => page.getByRole('img', { name: /^Signal to noise/ }).count()).toBe(2);
    await expectGoodLooks(page, 'run-posterior');
  });

  it('shows where a step’s time goes, worker by worker', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Workers' }).click();
    const row = page.getByRole('row', { name: /^cpu:1 / });
    await expect.poll(() => textOf(row)).toMatch(/\d\sms.*\d\s%.*\d\sms/);
    for (const part of ['Input', 'Compute', 'Exchange', 'Evaluation'])
      await page.getByRole('columnheader', { name: part, exact: true }).waitFor();
    await page.getByRole('img', { name: /^A step's time on cpu:1 over the run/ }).waitFor();
    await waitUntilDrawn(curve(page, /^Step time\. cpu:0: last \d/));
    await expectGoodLooks(page, 'run-workers');
  });

  it('finds log lines by worker and word', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    const count = page.getByRole('status', { name: 'Log lines' });
    await page.getByRole('textbox', { name: 'Search the log' }).fill('no line has this');
    await page.getByText('No line is found.').waitFor();
    await expect.poll(() => textOf(count)).toMatch(/^0 of \d+ lines/);
    await page.getByRole('textbox', { name: 'Search the log' }).fill('');
    await expectGoodLooks(page, 'run-log');
  });

  it('finds, tags and archives runs in the table, and points at what a query has wrong', async () => {
    const { page } = stage;
    await startFromForm(page, { Name: 'Second of two', Epochs: '3', 'Hidden layers': '8' });
    await waitForStatus(page, 'Finished');
    await page.getByRole('link', { name: /^Runs/ }).click();
    const filter = page.getByRole('textbox', { name: 'Filter' });
    const found = page.getByRole('status', { name: 'Found runs' });
    await filter.fill('model.hidden = 16 and test.accuracy > 0');
    await expect.poll(() => textOf(found)).toBe('1 of 2 runs');
    await page.getByRole('checkbox', { name: 'Compare First of two' }).check();
    await page.getByRole('button', { name: 'Tags' }).click();
    await page.getByRole('textbox', { name: 'New tag' }).fill('wide');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.keyboard.press('Escape');
    await filter.fill('tag = narrow');
    await expect.poll(() => textOf(found)).toBe('0 of 2 runs');
    await filter.fill('tag = wide');
    await expect.poll(() => textOf(found)).toBe('1 of 2 runs');
    await filter.fill('epochs >');
    await page.getByText(/^At character \d+: /).waitFor();
    await expectGoodLooks(page, 'runs-query-wrong');
    await filter.fill('');
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('row', { name: /First of two/ }).waitFor({ state: 'detached' });
    await page.getByRole('combobox', { name: 'Which runs' }).selectOption('all');
    await page.getByRole('row', { name: /First of two/ }).waitFor();
  });

  it('deletes a run and brings it back with its curves', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('row', { name: /First of two/ }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'First of two' }).click();
    await curve(page, /^Loss .*last \d/).waitFor();
  });

  it('keeps the table as it was after a reload', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.reload();
    const scope = page.getByRole('combobox', { name: 'Which runs' });
    await expect.poll(() => scope.inputValue()).toBe('all');
  });

  it('compares by groups, with settings against scores, and keeps the view under a name', async () => {
    const { page } = stage;
    await page.getByRole('checkbox', { name: 'Compare First of two' }).check();
    await page.getByRole('checkbox', { name: 'Compare Second of two' }).check();
    await page.getByRole('button', { name: 'Compare chosen runs' }).click();
    await page.getByRole('img', { name: /against Hidden layers/ }).waitFor();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.getByRole('button', { name: 'Saved views' }).click();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('Both widths');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Both widths', exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await expectGoodLooks(page, 'compare-zoomed');
  });

  it('pauses a run, shows it in the queue, lets it go on and stops it', async () => {
    const { page } = stage;
    await startFromForm(page, { ...endless, Name: 'Long one' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => textOf(runStatus(page)), trainingTimeout).toBe('Paused');
    await page.getByRole('link', { name: 'Queue' }).click();
    await page.getByRole('button', { name: 'Continue Long one' }).waitFor();
    await expectGoodLooks(page, 'queue');
    await page.getByRole('button', { name: 'Continue Long one' }).click();
    await page.getByRole('button', { name: 'Pause Long one' }).waitFor();
    await page.getByRole('button', { name: 'Stop Long one' }).click();
    await page.getByRole('heading', { name: 'Nothing runs or waits' }).waitFor();
  });

  it('has left no errors in the page’s console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

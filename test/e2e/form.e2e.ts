import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import { field, textOf } from './run-page';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('the form of a new run', () => {
  it('counts in a process of its own what the run takes, and again when something changes', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'New run', exact: true }).first().click();
    const takes = page.getByRole('region', { name: 'What it takes' });
    // 64 inputs, 64 and 128 hidden units, 10 classes.
    await takes
      .getByText('13,770 weights, all with a distribution; each device trains 27,540 numbers')
      .waitFor();
    expect(await textOf(takes)).toMatch(
      /about \d+ MB on each of 2 CPU slots, \d+ MB in all; [\d.]+ [GM]B free/,
    );
    expect(await textOf(takes)).toContain('not known before the first steps');
    await field(page, 'Hidden layers').fill('16');
    await takes.getByText('1,210 weights').waitFor();
  });

  it('has the experiment as a file as well', async () => {
    const { page, pageErrors } = stage;
    await page.getByRole('tab', { name: 'File' }).click();
    const text = page.getByRole('textbox', { name: 'Experiment as YAML' });
    expect(await text.inputValue()).toMatch(/^name: Digits demo\nseed: 0\ndata:\n/);
    await expectGoodLooks(page, 'form-file');
    await text.fill((await text.inputValue()).replace('epochs: 30', 'epochs: none'));
    await page.getByRole('status', { name: 'Check of the file' }).getByText('training.epochs').waitFor();
    await expectGoodLooks(page, 'form-file-refused');
    await page.getByRole('tab', { name: 'Form' }).click();
    expect(await field(page, 'Epochs').inputValue()).toBe('30');
    expect(pageErrors).toEqual([]);
  });
});

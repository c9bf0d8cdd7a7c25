import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FakeCore } from './fake-core';
import { chromiumPath, PageRig } from './page';

describe.skipIf(!chromiumPath)('what people read is said as the form says it', () => {
  let rig: PageRig;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterAll(() => rig?.stop());

  it('a start that the core refuses, in the words of its fields, and without being ready beside it', async () => {
    const core = new FakeCore();
    const call = core.call.bind(core);
    const message = 'training.batchSize: 64 is more than the 40 training items.';
    vi.spyOn(core, 'call').mockImplementation((name, args) =>
      name === 'start' ? Promise.resolve({ ok: false, kind: 'bad-input', message }) : call(name, args),
    );
    const { page } = await rig.open('#/new', core);
    const check = page.getByRole('status', { name: 'Check of the settings' });
    await check.getByText('Ready to start.').waitFor();
    await page.getByRole('button', { name: 'Start run' }).click();
    await page.getByText('“Items per step”: 64 is more than the 40 training items.').waitFor();
    expect(await check.textContent()).toBe('It was not started.');
    await page.getByRole('textbox', { name: 'Items per step' }).fill('32');
    await check.getByText('Ready to start.').waitFor();
    await page.close();
  });

  it('settings in the table of runs, and moments with their month as a word', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page, complaints } = await rig.open('#/runs', core);
    const row = page.getByRole('row', { name: /Digits, 16 samples/ });
    await row.getByText('Multilayer perceptron').waitFor();
    expect(await row.textContent()).toMatch(/13 Jan 2026, \d\d:\d\d/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('formats that have no form for a run, before one of them is chosen', async () => {
    const core = new FakeCore();
    core.addExampleRuns();
    const { page } = await rig.open('#/runs/first', core);
    await page.getByRole('button', { name: 'Export as' }).click();
    const refused = page.getByRole('button', { name: /^sampling-parallelism/ });
    await refused.filter({ hasText: '“Data set”: sampling-parallelism has no digits.' }).waitFor();
    expect(await refused.isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: /^NumPy/ }).isEnabled()).toBe(true);
    await page.close();
  });

  it('the time that a paused run still needs, which does not pass until it continues', async () => {
    const core = new FakeCore();
    const { page } = await rig.open('#/', core);
    await page.getByRole('button', { name: 'Start the digits demo' }).click();
    await page.getByRole('button', { name: 'Stop run' }).waitFor();
    core.advance('run-1', 30);
    await page.getByText('about 20 s left').waitFor();
    core.setStatus('run-1', 'paused');
    await page.getByText('about 20 s more once it continues').waitFor();
    expect(await page.getByText('s left').count()).toBe(0);
    await page.close();
  });
});

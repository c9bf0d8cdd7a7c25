import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import { endless, field, runStatus, textOf, waitForStatus, waitForStepAfter } from './run-page';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('many runs on one machine', () => {
  it('trains two at once that share no device', async () => {
    const { page } = stage;
    await startOn('cpu:0', 'Left');
    await startOn('cpu:1', 'Right');
    await waitForStepAfter(page, 0);
    await page.getByRole('link', { name: 'Queue' }).click();
    await expect.poll(states).toEqual(['Left: Running on cpu:0', 'Right: Running on cpu:1']);
  });

  it('lets runs for taken devices wait in their order', async () => {
    const { page } = stage;
    await startOn('cpu:0', 'Third');
    await startOn('cpu:0', 'Fourth');
    await page.getByRole('link', { name: 'Queue' }).click();
    await expect
      .poll(states)
      .toEqual([
        'Left: Running on cpu:0',
        'Right: Running on cpu:1',
        'Third: Waiting for cpu:0 on cpu:0',
        'Fourth: Waiting for cpu:0 on cpu:0',
      ]);
    const left = page.getByRole('row', { name: /^Left/ }).getByRole('cell').nth(2);
    await expect.poll(() => textOf(left)).toMatch(/about \d/);
  });

  it('changes their order', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Move Fourth up' }).click();
    await expect.poll(names).toEqual(['Left', 'Right', 'Fourth', 'Third']);
    await page.getByRole('button', { name: 'Move Third to the front' }).click();
    await expect.poll(names).toEqual(['Left', 'Right', 'Third', 'Fourth']);
    await page.getByRole('button', { name: 'Move Third to the end' }).click();
    await expect.poll(names).toEqual(['Left', 'Right', 'Fourth', 'Third']);
  });

  it('gives a waiting run a free device, where it starts at once', async () => {
    const { page } = stage;
    const row = page.getByRole('row', { name: /^Third/ });
    await row.getByRole('button', { name: 'Devices' }).click();
    await row.getByRole('checkbox', { name: 'cpu:2' }).check();
    await row.getByRole('checkbox', { name: 'cpu:0' }).uncheck();
    await expectGoodLooks(page, 'queue-devices');
    await row.getByRole('button', { name: 'Give these devices' }).click();
    await expect
      .poll(states)
      .toEqual([
        'Left: Running on cpu:0',
        'Right: Running on cpu:1',
        'Third: Running on cpu:2',
        'Fourth: Waiting for cpu:0 on cpu:0',
      ]);
  });

  it('says why a run cannot be given devices, and leaves it as it was', async () => {
    const { page } = stage;
    const row = page.getByRole('row', { name: /^Fourth/ });
    await row.getByRole('button', { name: 'Devices' }).click();
    await row.getByRole('checkbox', { name: 'cpu:3' }).check();
    await row.getByRole('button', { name: 'Give these devices' }).click();
    await page.getByRole('alert').getByText(/local/).waitFor();
    await expect.poll(states).toContain('Fourth: Waiting for cpu:0 on cpu:0');
  });

  it('starts the next run when the one before it is stopped', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Stop Left' }).click();
    await expect.poll(states).toContain('Fourth: Running on cpu:0');
    for (const name of ['Right', 'Third', 'Fourth'])
      await page.getByRole('button', { name: `Stop ${name}` }).click();
    await page.getByRole('heading', { name: 'Nothing runs or waits' }).waitFor();
  });

  it('makes a new run of an old one’s settings, changed where wanted', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Right' }).click();
    await page.getByRole('link', { name: 'New run with these settings' }).click();
    await expect.poll(() => field(page, 'Hidden layers').inputValue()).toBe('16');
    await field(page, 'Name').fill('Shorter');
    await field(page, 'Epochs').fill('2');
    await page.getByRole('button', { name: 'Start run' }).click();
    await page.getByRole('heading', { level: 1, name: 'Shorter' }).waitFor();
    await waitForStatus(page, 'Finished');
    await page.getByText('MLP 16').first().waitFor();
  });

  it('has left no errors in the page’s console', () => {
    expect(stage.pageErrors).toEqual([]);
  });
});

/** Starts a run that goes on until it is stopped, on this device alone. */
async function startOn(device: string, name: string): Promise<void> {
  const { page } = stage;
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  await page.getByRole('combobox', { name: 'How devices share the work' }).selectOption('local');
  // Where one device does all, the new one takes the old one's place.
  await page.getByRole('checkbox', { name: device }).check();
  for (const [label, text] of Object.entries({ ...endless, Name: name })) await field(page, label).fill(text);
  const start = page.getByRole('button', { name: 'Start run' });
  await expect.poll(() => start.isEnabled()).toBe(true);
  await start.click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await runStatus(page).waitFor();
}

/** The queue's rows, all of one moment, as "Left: Running on cpu:0". */
function states(): Promise<readonly string[]> {
  return stage.page.locator('tbody tr').evaluateAll((rows) =>
    rows.map((row) => {
      const cells = [...row.querySelectorAll('th, td')];
      const [name, state, devices] = cells.map((cell) =>
        (cell.textContent ?? '').replace(/\s+/g, ' ').trim(),
      );
      return `${name}: ${state} on ${devices}`;
    }),
  );
}

async function names(): Promise<readonly string[]> {
  return (await states()).map((state) => state.split(':')[0] ?? '');
}

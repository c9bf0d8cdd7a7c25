import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from './looks';
import { field, trainingTimeout, waitForStatus } from './run-page';
import { openStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('an ensemble and what is made of it', () => {
  it('is trained', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'New run', exact: true }).first().click();
    await page.getByRole('combobox', { name: 'Method' }).selectOption('deep-ensemble');
    await field(page, 'Name').fill('Sure of itself');
    await field(page, 'Hidden layers').fill('4');
    await field(page, 'Epochs').fill('30');
    await page.getByRole('button', { name: 'Start run' }).click();
    await waitForStatus(page, 'Finished');
  });

  it('gets a Gaussian around each network by one click, which is a run of its own with scores and samples that differ', async () => {
    const { page } = stage;
    await page.getByRole('button', { name: 'Add doubt to its weights' }).click();
    await page.getByRole('heading', { name: 'Sure of itself, Laplace' }).waitFor(trainingTimeout);
    await waitForStatus(page, 'Finished');
    const notes = () => page.getByRole('textbox', { name: 'Notes' }).inputValue();
    await expect.poll(notes).toMatch(/^Laplace’s approximation around the networks of sure-of-itself-/);
    await expectGoodLooks(page, 'run-laplace');
    await page.getByRole('link', { name: 'Posterior' }).click();
    await page.getByText(/^Weights of the method laplace vary together/).waitFor();
  });
});

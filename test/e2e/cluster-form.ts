import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { field, runStatus, type Typed } from './run-page';

/** Opens the form, types the settings, and unfolds what is asked of SLURM. */
export async function openClusterForm(page: Page, typed: Typed): Promise<void> {
  await page.getByRole('link', { name: 'New run', exact: true }).first().click();
  for (const [label, text] of Object.entries(typed)) await field(page, label).fill(text);
  const summary = page.locator('summary', { hasText: 'Run on the cluster' });
  await summary.waitFor();
  // A form that was open already stays as it was.
  if (!(await page.getByRole('combobox', { name: 'Partition' }).isVisible())) await summary.click();
}

/** Submits what stands in the form; resolves on the run's page. */
export async function submitFromForm(page: Page, name: string): Promise<void> {
  const submit = page.getByRole('button', { name: 'Run on the cluster' });
  await expect.poll(() => submit.isEnabled()).toBe(true);
  await submit.click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await runStatus(page).waitFor();
}

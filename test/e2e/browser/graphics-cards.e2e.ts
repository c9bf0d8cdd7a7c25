import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectGoodLooks } from '../looks';
import { textOf } from '../run-page';
import { openStage, type Stage } from '../stage';

let stage: Stage;
let folder: string;
const usualPath = process.env.PATH;

/** What nvidia-smi prints of a card, from here on. */
function tell(utilisation: number, usedMiB: number, celsius: number, watts: number): Promise<void> {
  const row = `0, GPU-8f3d6a1e-0000-1111-2222-333344445555, NVIDIA H100 80GB HBM3, 81559, ${usedMiB}, ${utilisation}, ${celsius}, ${watts}, 550.54.15\n`;
  return writeFile(join(folder, 'card.csv'), row);
}

beforeAll(async () => {
  // No graphics card is at hand: NVIDIA's own tool is what stands at the edge.
  folder = await mkdtemp(join(tmpdir(), 'parasample-smi-'));
  await tell(0, 4, 31, 69.1);
  const tool = join(folder, 'nvidia-smi');
  await writeFile(tool, `#!/bin/sh\ncat '${join(folder, 'card.csv')}'\n`);
  await chmod(tool, 0o755);
  process.env.PATH = `${folder}${delimiter}${usualPath}`;
  stage = await openStage();
});
afterAll(async () => {
  process.env.PATH = usualPath;
  await stage.close();
  await rm(folder, { recursive: true });
});

describe('a machine with a graphics card', () => {
  it('shows its load, memory, temperature and power, as they are now', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'Devices' }).click();
    const card = page.getByRole('listitem').filter({ hasText: 'NVIDIA H100' });
    await card.getByText('69 W').waitFor();
    await tell(97, 40_000, 64, 655);
    await expect.poll(() => textOf(card)).toContain('64 °C · 655 W');
    expect(await card.getByRole('meter', { name: 'Utilisation' }).getAttribute('aria-valuetext')).toBe(
      '97\u00a0%',
    );
    expect(await card.getByRole('meter', { name: 'Memory in use' }).getAttribute('aria-valuetext')).toBe(
      '41.9\u00a0GB of 85.5\u00a0GB',
    );
    await expectGoodLooks(page, 'devices-graphics-card');
  });

  it('offers it to runs', async () => {
    const { page } = stage;
    await page.getByRole('link', { name: 'New run', exact: true }).first().click();
    await page.getByRole('checkbox', { name: /^gpu:0/ }).waitFor();
  });
});

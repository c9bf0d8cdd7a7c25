import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clusterOptionsSchema } from '../../../src-shared/cluster/cluster-options';
import { FakeCore } from '../fake-core';
import { chromiumPath, type OpenPage, PageRig } from '../page';

const options = clusterOptionsSchema.parse({ partition: 'long', time: '04:00:00' });

function withCluster(): FakeCore {
  return Object.assign(new FakeCore(), {
    cluster: {
      state: 'found',
      version: 'slurm-wlm 22.05.8',
      partitions: [
        { name: 'debug', isDefault: true, isUp: true, timeLimit: '1:00:00', nodes: 1 },
        { name: 'long', isDefault: false, isUp: true, timeLimit: '2-00:00:00', nodes: 4 },
      ],
      setup: { file: '/home/you/cluster-setup.sh', text: '' },
      lastOptions: options,
    } as const,
  });
}

describe.skipIf(!chromiumPath)('a cluster in the window', () => {
  let rig: PageRig;
  let open: OpenPage;
  beforeAll(async () => {
    rig = await PageRig.start(chromiumPath ?? '');
  });
  afterEach(async () => {
    await open.page.close();
    expect(open.complaints).toEqual([]);
  });
  afterAll(() => rig?.stop());

  it('takes the drafted run with what was asked of it the last time, and says what is wrong with a time', async () => {
    open = await rig.open('#/new', withCluster());
    const { page } = open;
    await page.locator('summary', { hasText: 'Run on the cluster' }).click();
    const submit = page.getByRole('button', { name: 'Run on the cluster' });
    expect(await page.getByLabel('Partition').inputValue()).toBe('long');
    const time = page.getByRole('textbox', { name: 'Time limit' });
    expect(await time.inputValue()).toBe('04:00:00');
    await time.fill('soon');
    await page.getByText('The time limit is minutes (90)').waitFor();
    expect(await submit.isDisabled()).toBe(true);
    await time.fill('90');
    await page.getByRole('textbox', { name: 'GPUs of each node' }).fill('2');
    await page.getByRole('textbox', { name: 'Processes on each node' }).waitFor({ state: 'detached' });
    await submit.click();
    await page.waitForURL(/#\/runs\/a-0001$/);
  });

  it('is not spoken of where there is none', async () => {
    open = await rig.open('#/new', new FakeCore());
    const { page } = open;
    await page.getByText('Many runs at once').waitFor();
    expect(await page.getByText('Run on the cluster').count()).toBe(0);
  });
});

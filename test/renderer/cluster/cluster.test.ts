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

  it('says what is wrong with each field at that field, in words', async () => {
    open = await rig.open('#/new', withCluster());
    const { page } = open;
    await page.locator('summary', { hasText: 'Run on the cluster' }).click();
    const wrong = [
      [
        'Time limit',
        'soon',
        'The time limit is minutes (90), hours:minutes:seconds (04:00:00) or days-hours (2-12).',
      ],
      ['Nodes', 'two', 'Nodes are a whole number from 1 to 10,000.'],
      ['CPUs of each node', '0.5', 'CPUs of each node are a whole number from 1 to 4,096.'],
      [
        'More options of sbatch',
        'mem',
        'An option of sbatch is written out, such as --mem=32G, without spaces, quotes, backslashes or #.',
      ],
    ] as const;
    for (const [label, text] of wrong) await page.getByRole('textbox', { name: label }).fill(text);
    for (const [label, , sentence] of wrong) {
      const field = page.getByRole('textbox', { name: label });
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      const told = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`);
      expect(await told.textContent()).toBe(sentence);
      const [below, above] = [await told.boundingBox(), await field.boundingBox()];
      expect(below?.x).toBe(above?.x);
      expect((below?.y ?? 0) - (above?.y ?? 0) - (above?.height ?? 0)).toBeLessThan(10);
    }
    const nodes = page.getByRole('textbox', { name: 'Nodes' });
    await nodes.fill('2');
    expect(await nodes.getAttribute('aria-invalid')).toBe('false');
  });

  it('is not spoken of where there is none', async () => {
    open = await rig.open('#/new', new FakeCore());
    const { page } = open;
    await page.getByText('Many runs at once').waitFor();
    expect(await page.getByText('Run on the cluster').count()).toBe(0);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { appFolders } from '../../../src-files/app-folders';
import { endServersOf } from '../../remote/servers-there';
import { openSshRig, type SshRig, whyNoSshd } from '../../remote/ssh-rig';
import { openSlurmRig, type SlurmRig, whyNoSlurm } from '../../src-main/cluster/slurm/slurm-rig';
import { openChromium, openInNewProfile } from '../browser-target';
import { openClusterForm, submitFromForm } from '../cluster-form';
import { expectGoodLooks } from '../looks';
import { curve, runStatus, waitForStatus, waitForStepAfter, waitUntilDrawn } from '../run-page';

const python = join(appFolders().cache, 'parity', 'bin');
const why =
  whyNoSshd() ||
  whyNoSlurm() ||
  (existsSync(join(python, 'torchrun'))
    ? ''
    : 'there is no Python with PyTorch; `npm run parity` installs it');

describe.skipIf(why !== '')(`a cluster behind ssh${why && `: ${why}`}`, () => {
  let slurm: SlurmRig;
  let ssh: SshRig;
  let browser: Browser;
  let connected: ChildProcess;
  let page: Page;

  beforeAll(async () => {
    slurm = await openSlurmRig();
    // A login node: what SLURM's commands need stands in the profile of whoever logs in, and nowhere else.
    ssh = await openSshRig(
      `#!/bin/sh\nexec '${process.execPath}' '${resolve('out/main/cli.js')}' "$@"\n`,
      `export SLURM_CONF=${slurm.config}\nexport OMP_NUM_THREADS=1\n`,
    );
    writeFileSync(join(ssh.home, 'cluster-setup.sh'), `PATH=${python}:$PATH\n`);
    browser = await openChromium();
    connected = connect(ssh);
    page = await openInNewProfile(browser, await addressOf(connected));
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    connected?.kill();
    if (ssh) await endServersOf(ssh.home);
    await ssh?.close();
    await slurm?.close();
  });

  it('is offered in the window of its login node, with its partitions', async () => {
    await openClusterForm(page, { Name: 'Far job', 'Hidden layers': '16', Epochs: '3' });
    const partitions = page.getByRole('combobox', { name: 'Partition' }).getByRole('option');
    await expect.poll(() => partitions.allTextContents()).toContain('debug (at most 1:00:00)');
    await expectGoodLooks(page, 'cluster-over-ssh-form');
  });

  it('trains a run whose curves, scores and posterior come home to the login node', async () => {
    await submitFromForm(page, 'Far job');
    await waitForStatus(page, 'Finished');
    await waitUntilDrawn(curve(page, /loss/i).first());
    await expectGoodLooks(page, 'cluster-over-ssh-run');
    const [run = ''] = readdirSync(join(ssh.home, 'runs'));
    expect(existsSync(join(ssh.home, 'runs', run, 'posterior.safetensors'))).toBe(true);
  });

  it('shows live curves that go on after a broken connection, and cancels', async () => {
    await openClusterForm(page, { Name: 'Long job', 'Hidden layers': '16', Epochs: '100000' });
    await submitFromForm(page, 'Long job');
    const step = await waitForStepAfter(page, 0);
    ssh.breakConnections();
    await waitForStepAfter(page, step);
    await page.getByRole('button', { name: 'Stop run' }).click();
    await waitForStatus(page, 'Stopped');
    await expect.poll(() => slurm.call('squeue', '-h')).toBe('');
    expect(await runStatus(page).textContent()).toContain('Stopped');
  });
});

function connect(rig: SshRig): ChildProcess {
  return spawn(process.execPath, ['out/main/cli.js', 'connect', 'there'], {
    env: { ...process.env, PATH: `${rig.programs}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function addressOf({ stdout }: ChildProcess): Promise<string> {
  let said = '';
  stdout?.on('data', (data) => {
    said += String(data);
  });
  await vi.waitUntil(() => /http:\/\/\S+\s/.test(said), { timeout: 60_000 });
  return /http:\/\/\S+/.exec(said)?.[0] ?? '';
}

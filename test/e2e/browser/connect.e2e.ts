import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endServersOf } from '../../remote/servers-there';
import { openSshRig, type SshRig, whyNoSshd } from '../../remote/ssh-rig';
import { openChromium, openInNewProfile } from '../browser-target';
import { expectGoodLooks } from '../looks';
import { endless, startFromForm, waitForStepAfter } from '../run-page';

/** `parasample connect` as a person calls it, and what it has said so far. */
interface Connect {
  readonly child: ChildProcess;
  said(): string;
  /** The newest address that it printed. */
  address(): string | undefined;
}

const why = whyNoSshd();

describe.skipIf(why !== '')(`a server over ssh${why && `: ${why}`}`, () => {
  let rig: SshRig;
  let browser: Browser;
  let connected: Connect;
  let page: Page;
  let entered: string;

  beforeAll(async () => {
    const cli = resolve('out/main/cli.js');
    rig = await openSshRig(`#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    connected.child.kill();
    await endServersOf(rig.home);
    await rig.close();
  });

  it('is begun there, and its window is open at an address of this machine', async () => {
    connected = connect(rig);
    entered = await addressOf(connected);
    expect(entered).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/);
    page = await openInNewProfile(browser, entered);
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  });

  it('trains there', async () => {
    await startFromForm(page, { ...endless, Name: 'Far away' });
    await waitForStepAfter(page, 0);
    await page.getByRole('link', { name: /^Runs/ }).click();
    await page.getByRole('link', { name: 'Far away' }).first().waitFor();
    await expectGoodLooks(page, 'server-over-ssh');
  });

  it('lets a second one in by another connection, beside the first', async () => {
    const second = connect(rig);
    const other = await openInNewProfile(browser, await addressOf(second));
    for (const window of [other, page]) {
      await window.reload();
      await window.getByRole('link', { name: 'Far away' }).first().waitFor();
    }
    await other.context().close();
    second.child.kill('SIGINT');
    await once(second.child, 'exit');
    expect(second.child.exitCode).toBe(0);
  });

  it('listens to nobody else: on loopback addresses, and at sockets of one person', () => {
    const door = join(rig.home, 'served', 'door');
    expect(statSync(door).mode & 0o777).toBe(0o600);
    expect(statSync(join(rig.home, 'served')).mode & 0o777).toBe(0o700);
    expect(statSync(socketOf(connected)).mode & 0o777).toBe(0o600);
  });

  it('keeps its token out of the log there and out of what others see of processes', () => {
    const secret = new URL(entered).searchParams.get('token') ?? '';
    expect(readFileSync(join(rig.home, 'served', 'log'), 'utf8')).not.toContain('token');
    expect(commandLines().filter((line) => line.includes(secret) || line.includes('token='))).toEqual([]);
  });

  it('comes back by itself when the connection breaks, the run going on meanwhile', async () => {
    await page.getByRole('link', { name: 'Far away' }).first().click();
    const step = await waitForStepAfter(page, 0);
    rig.breakConnections();
    await expect.poll(() => connected.said()).toMatch(/lost|broke|failed|closed/i);
    await expect.poll(() => connected.said()).toContain('Connected to there again.');
    await waitForStepAfter(page, step);
  });

  it('comes back after the network was gone for longer', async () => {
    await rig.stop();
    await expect.poll(() => connected.said()).toContain('there refuses the connection');
    await rig.start();
    await expect.poll(() => connected.said().match(/Connected to there again\./g)?.length).toBe(2);
    await waitForStepAfter(page, 0);
  });

  it('goes on there when this end ends, and is found again', async () => {
    connected.child.kill('SIGINT');
    await once(connected.child, 'exit');
    expect(connected.child.exitCode).toBe(0);
    connected = connect(rig);
    const again = await openInNewProfile(browser, await addressOf(connected));
    await again.getByRole('link', { name: /^Runs/ }).click();
    await again.getByRole('link', { name: 'Far away' }).first().click();
    await waitForStepAfter(again, 0);
  });
});

function connect(rig: SshRig): Connect {
  const child = spawn(process.execPath, ['out/main/cli.js', 'connect', 'there'], {
    env: { ...process.env, PATH: `${rig.programs}${delimiter}${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += String(data);
    });
  return { child, said: () => said, address: () => said.match(/http:\/\/\S+/g)?.at(-1) };
}

async function addressOf(connected: Connect): Promise<string> {
  await expect.poll(() => connected.address() ?? connected.said()).toMatch(/^http/);
  return connected.address() ?? '';
}

/** Where the tunnel of a connection ends on this machine. */
function socketOf({ child }: Connect): string {
  const tunnel = processes().find(
    ({ parent, command }) => parent === child.pid && command.includes('\0-L\0'),
  );
  const forwarding = tunnel?.command.split('\0').find((part) => part.includes(':127.0.0.1:')) ?? '';
  return forwarding.split(':')[0] ?? '';
}

function commandLines(): readonly string[] {
  return processes().map(({ command }) => command);
}

function processes() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const read = (file: string) => readFileSync(join('/proc', name, file), 'utf8');
        const stat = read('stat');
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return [{ pid: Number(name), parent, command: read('cmdline'), environment: read('environ') }];
      } catch {
        return []; // It ended while we looked, or is another's.
      }
    });
}

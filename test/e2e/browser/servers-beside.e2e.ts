import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { endServersOf } from '../../remote/servers-there';
import { openSshRig, type RigHost, type SshRig, whyNoSshd } from '../../remote/ssh-rig';
import { openChromium, openInNewProfile } from '../browser-target';
import { endless, startFromForm, waitForStepAfter } from '../run-page';

/** A command as a person calls it, and what it has said so far. */
interface Called {
  readonly child: ChildProcess;
  said(): string;
}

const why = whyNoSshd();
const cli = resolve('out/main/cli.js');

describe.skipIf(why !== '')(`servers beside each other${why && `: ${why}`}`, () => {
  let rig: SshRig;
  let browser: Browser;
  let ofNetwork: Called;
  let connected: Called;
  let [there, here]: (Page | undefined)[] = [];

  beforeAll(async () => {
    // A file makes the other machine one of an older version.
    const older = `| sed 's/"version":"[^"]*"/"version":"0.0.9"/; s/"installed":"[^"]*"/"installed":"0.0.9"/'`;
    const called = `'${process.execPath}' '${cli}' "$@"`;
    rig = await openSshRig(
      `#!/bin/sh\nif [ -e "$PARASAMPLE_HOME/older" ]; then ${called} ${older}; else exec ${called}; fi\n`,
    );
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    connected?.child.kill();
    ofNetwork?.child.kill('SIGTERM');
    if (rig) await endServersOf(rig.home);
    await rig?.close();
  });

  it('are begun by a connection through a jump host where the one there is of a network, and show the same runs', async () => {
    ofNetwork = call(['serve', '--host', '0.0.0.0', '--insecure', '--port', '0'], {
      PARASAMPLE_HOME: rig.home,
    });
    there = await openInNewProfile(
      browser,
      (await addressOf(ofNetwork)).replace(/\/\/[^:/]+:/, '//127.0.0.1:'),
    );
    await startFromForm(there, { ...endless, Name: 'On the network' });
    await waitForStepAfter(there, 0);
    connected = connect(rig, 'behind-it');
    here = await openInNewProfile(browser, await addressOf(connected));
    await here.getByRole('link', { name: /^Runs/ }).click();
    await here.getByRole('link', { name: 'On the network' }).first().click();
    await waitForStepAfter(here, 0);
    expect(existsSync(join(rig.home, 'served', 'door'))).toBe(true);
  });

  it('leave each other’s runs to whom they belong', async () => {
    await here?.getByRole('button', { name: 'Stop run' }).click();
    await here?.getByText('belongs to another Parasample process').first().waitFor();
    if (there) await waitForStepAfter(there, 0);
  });

  it('of another version say so, with how to have the same', async () => {
    writeFileSync(join(rig.home, 'older'), '');
    const second = connect(rig, 'there');
    await addressOf(second);
    await expect
      .poll(second.said)
      .toMatch(
        /there runs Parasample 0\.0\.9 and this machine [\d.]+: you see the window of 0\.0\.9\. To have the same/,
      );
    second.child.kill('SIGINT');
    await once(second.child, 'exit');
  });

  it.each([
    [
      'password-only',
      /would ask for a password, which Parasample never does\. Run `ssh-copy-id password-only` once/,
    ],
    ['unknown-key', /Run `ssh unknown-key` once in a terminal, compare the key that it shows, and say yes/],
    ['changed-key', /shows another key than the one that your known_hosts has/],
  ] as const)('that do not let a person in end the command with a sentence: %s', async (host, sentence) => {
    const refused = connect(rig, host);
    const [code] = await once(refused.child, 'exit');
    expect([code, refused.said()]).toEqual([2, expect.stringMatching(sentence)]);
    expect(refused.said().trim().split('\n')).toHaveLength(1);
  });
});

function connect(rig: SshRig, host: RigHost): Called {
  return call(['connect', host], { PATH: `${rig.programs}${delimiter}${process.env.PATH}` });
}

function call(args: readonly string[], environment: NodeJS.ProcessEnv): Called {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      said += String(data);
    });
  return { child, said: () => said };
}

async function addressOf({ said }: Called): Promise<string> {
  await vi.waitUntil(() => /http:\/\/\S+\s/.test(said()), { timeout: 60_000 });
  return /http:\/\/\S+/.exec(said())?.[0] ?? '';
}

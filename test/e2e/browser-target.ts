import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Opened, patienceMs } from './opened';

const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Chromium on the browser shell: `parasample serve`. */
export async function openBrowserTarget(environment: NodeJS.ProcessEnv): Promise<Opened> {
  const { server, address } = await startServer(environment);
  const browser = await openChromium();
  const page = await openInNewProfile(browser, address);
  const end = async () => {
    await browser.close();
    await endServer(server);
  };
  const kill = async () => {
    const exit = once(server, 'exit');
    server.kill('SIGKILL');
    await exit;
    await browser.close();
  };
  return { page, corePid: pidOf(server), end, kill };
}

export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumInPath(), args: chromiumFlags });
}

/** A page without the cookies of others, as another person's browser is. */
export async function openInNewProfile(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

function chromiumInPath(): string {
  const files = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium'));
  const file = files.find((candidate) => existsSync(candidate));
  if (!file)
    throw new Error('There is no chromium in PATH; it is a package of that name in Debian and Ubuntu.');
  return file;
}

/** Starts the browser shell on a free port. Resolves with the address that it printed, one-time token included. */
async function startServer(
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly server: ChildProcess; readonly address: string }> {
  const server = spawn(process.execPath, ['out/main/cli.js', 'serve', '--port', '0'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  server.stderr.on('data', (data) => said.push(String(data)));
  for await (const line of createInterface({ input: server.stdout })) {
    said.push(line);
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (!address) continue;
    server.stdout.resume();
    return { server, address };
  }
  throw new Error(`The browser shell ended without an address. It said:\n${said.join('\n')}`);
}

async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.kill('SIGTERM');
  await exit;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('The browser shell did not start.');
  return pid;
}

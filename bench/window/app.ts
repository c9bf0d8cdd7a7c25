import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright-core';

/** The browser shell on a home, and Chromium with the window in it. */
export interface BenchApp {
  readonly page: Page;
  /** Opens a place such as `#/runs`. */
  goTo(place: string): Promise<void>;
  /** Processor time that all of Chromium's processes have used so far, in milliseconds. */
  chromiumMs(): number;
  close(): Promise<void>;
}

const flags = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
/** Clock ticks a second in /proc/PID/stat. */
const ticksPerSecond = 100;

export async function openApp(home: string): Promise<BenchApp> {
  const { server, address } = await startServer(home);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(address);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  const goTo = async (place: string) => {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, place);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };
  const close = async () => {
    await browser.close();
    await endServer(server);
  };
  return { page, goTo, chromiumMs: () => timeOf(familyOf(process.pid, 'chromium')), close };
}

async function startServer(home: string) {
  const server = spawn(process.execPath, ['out/main/cli.js', 'serve', '--port', '0'], {
    env: { ...process.env, PARASAMPLE_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (!address) continue;
    server.stdout.resume();
    return { server, address };
  }
  throw new Error('The browser shell did not start; build the app first (npm run build).');
}

async function endServer(server: ChildProcess): Promise<void> {
  const exit = once(server, 'exit');
  server.kill('SIGTERM');
  await exit;
}

/** Processes that descend from one and have this in their command's name. */
function familyOf(root: number, name: string): readonly ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => factsOf(Number(pid)) ?? []);
  const family = new Set([root]);
  for (let before = 0; before < family.size; ) {
    before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter((one) => family.has(one.pid) && one.name.includes(name));
}

interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly ms: number;
}

/** From /proc/PID/stat (proc(5)); undefined where the process has ended. */
function factsOf(pid: number): ProcessFacts | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(rest[11]) + Number(rest[12]);
    return { pid, parent: Number(rest[1]), name, ms: (ticks * 1000) / ticksPerSecond };
  } catch {
    return undefined;
  }
}

function timeOf(processes: readonly ProcessFacts[]): number {
  return processes.reduce((sum, { ms }) => sum + ms, 0);
}

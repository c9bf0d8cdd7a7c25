import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { version } from '../../package.json';
import { FailedError } from '../../src-shared/errors';
import { makeFolder } from '../make-folder';
import { openOwnFolder } from '../own-folder';
import { askDoor, servedFolder } from '../server/door';
import { type DoorAnswer, type HandOver, handOverMark } from '../server/door-words';
import type { Terminal } from './terminal';

/** A server that `connect` began ends after so long without a window, a tunnel and work, in minutes. */
const idleMinutes = 10;

/** A store of 10,000 runs opens in a second; a disk that wakes up takes its time. */
const startsWithinMs = 60_000;

/**
 * Finds the server of this home, or starts one that outlives this command, and prints what the asker at the other end of
 * an ssh connection needs to open its window.
 * @param tunnelPort at which the asker's tunnel shows the window on its machine
 * @throws FailedError where none can be started, with what its log says
 */
export async function handOver(home: string, tunnelPort: number, terminal: Terminal): Promise<void> {
  openOwnFolder({ path: home, holds: 'the runs', variable: 'PARASAMPLE_HOME' });
  const found = await askDoor(home, { tunnelPort });
  const answer = found ?? (await started(home, tunnelPort));
  const told: HandOver = { ...answer, installed: version, isNew: found === undefined };
  terminal.line(`${handOverMark}${JSON.stringify(told)}`);
}

async function started(home: string, tunnelPort: number): Promise<DoorAnswer> {
  makeFolder(servedFolder(home), 0o700);
  const log = join(servedFolder(home), 'log');
  const server = startDetached(log);
  const deadline = performance.now() + startsWithinMs;
  while (performance.now() < deadline) {
    const answer = await askDoor(home, { tunnelPort });
    if (answer) return answer;
    if (server.hasEnded()) break;
    await pause(50);
  }
  throw new FailedError(`Parasample could not be started there: ${lastLineOf(log)} (${log})`);
}

/** In a session of its own, so that it lives on when the ssh connection ends; it says what it does in its log. */
function startDetached(log: string): { hasEnded(): boolean } {
  const out = openSync(log, 'w', 0o600);
  const [script = ''] = process.argv.slice(1);
  const child = spawn(process.execPath, [script, 'serve', '--until-idle', String(idleMinutes)], {
    detached: true,
    stdio: ['ignore', out, out],
    cwd: parse(process.execPath).root,
  });
  closeSync(out);
  let isOver = false;
  child.on('error', () => {
    isOver = true;
  });
  child.on('exit', () => {
    isOver = true;
  });
  child.unref();
  return { hasEnded: () => isOver };
}

function lastLineOf(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  return lines.at(-1) || 'it ended without a word';
}

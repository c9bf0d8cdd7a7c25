import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { startTicks } from '../../src-files/start-ticks';
import { beats, beginHeartbeat, hasBeaten, type OwnerSight } from './owner-heartbeat';

// Once: a machine may get another name with another network while its runs go on.
const host = hostname().replace(/[^A-Za-z0-9.-]/g, '-');
const namespace = pidNamespace();
const ownStart = startOf(process.pid);
const ownMark = [process.pid, ownStart, host, ...(namespace === '' ? [] : [namespace])].join('@');

/**
 * The mark of this process that the store keeps with its runs, the same as long as it lives: its id and, where /proc tells it, the
 * machine's boot and the time the process started, since ids are given again; the machine's name, since a home may lie on a disk of
 * several; and where its id counts, which says that a machine is this one whatever it is called by now.
 */
export function ownProcess(): string {
  return ownMark;
}

/**
 * Whether the process with this mark still lives. One of another machine does until it was seen for a while that it does not show it:
 * at a first look, always.
 * @param home whose runs it has
 */
export function isAlive(mark: string, home: string): boolean {
  const sight = sightOf(mark);
  return sight === 'elsewhere' ? beats(heartbeatFolder(home), mark) : sight === 'alive';
}

/** Whether the process of another machine with this mark was seen to live by this one, which has looked (`isAlive`) more than once. */
export function showsItLives(mark: string, home: string): boolean {
  return hasBeaten(heartbeatFolder(home), mark);
}

/** Whether the process with this mark is, or was, one of this machine. */
export function isOfThisMachine(mark: string): boolean {
  return sightOf(mark) !== 'elsewhere';
}

/** Shows processes of other machines that this one lives; returns what ends it. */
export function showAlive(home: string): () => void {
  return beginHeartbeat(heartbeatFolder(home), ownMark, sightOf);
}

function sightOf(mark: string): OwnerSight {
  if (mark === ownMark) return 'alive';
  const [id, start = '', machine = host, place = ''] = mark.split('@');
  const pid = Number(id);
  if (!Number.isInteger(pid) || pid <= 0) return 'gone';
  // Containers can share a machine's name, and each has a process 7.
  if (place !== '' && namespace !== '' && place !== namespace) return 'elsewhere';
  // Whatever the machine was called when the process began; where nothing tells when, its name must do.
  if (isRunning(pid) && startOf(pid) === start && (start !== '' || machine === host)) return 'alive';
  return machine === host || (place !== '' && isOfThisBoot(start)) ? 'gone' : 'elsewhere';
}

function isOfThisBoot(start: string): boolean {
  return ownStart !== '' && bootOf(start) === bootOf(ownStart);
}

function bootOf(start: string): string {
  return start.slice(0, start.lastIndexOf('-'));
}

function heartbeatFolder(home: string): string {
  return join(home, 'processes');
}

/** Whether any process has this id now. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The number of the namespace in which this process's id counts: each container has one. Empty where there are none. */
export function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '';
  } catch {
    return '';
  }
}

function startOf(pid: number): string {
  const ticks = startTicks(pid);
  if (ticks === '' || ticks === 'over') return ticks;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}-${ticks}`;
  } catch {
    return '';
  }
}

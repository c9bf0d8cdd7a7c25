import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A real SLURM of one node on this machine, with daemons, ports and a munge key of its own; nothing needs systemd. */
export interface SlurmRig {
  /** Its configuration, which SLURM's commands take from SLURM_CONF. */
  readonly config: string;
  /** Calls one of SLURM's commands; returns what it prints. */
  call(program: string, ...args: readonly string[]): string;
  /** Brings the node back after it was set down; it may come back by itself, too. */
  resumeNode(): Promise<void>;
  close(): Promise<void>;
}

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'srun', 'scontrol'];

/** Why there can be no rig here; empty where there can be one. */
export function whyNoSlurm(): string {
  const missing = programs.filter((program) => !inPath(program));
  if (missing.length > 0) return `there is no ${missing.join(', ')} here (slurm-wlm)`;
  return process.getuid?.() === 0 ? '' : 'slurmd starts jobs as root alone';
}

export async function openSlurmRig(): Promise<SlurmRig> {
  const folder = mkdtempSync(join(tmpdir(), 'psl-'));
  const config = join(folder, 'slurm.conf');
  for (const name of ['state', 'spool']) mkdirSync(join(folder, name), { mode: 0o755 });
  writeFileSync(join(folder, 'key'), randomBytes(1024), { mode: 0o400 });
  writeFileSync(config, configuration(folder, await freePort(), await freePort()));
  const env = { ...process.env, SLURM_CONF: config };
  const daemons: ChildProcess[] = [];
  const begin = (program: string, ...args: readonly string[]) => {
    daemons.push(spawn(inPath(program) ?? program, args, { env, stdio: 'ignore' }));
  };
  const call = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const close = async () => {
    for (const daemon of daemons.reverse()) await endDaemon(daemon);
    rmSync(folder, { recursive: true, force: true });
  };
  const files = ['socket', 'pid-file', 'log-file', 'seed-file'].map(
    (name) => `--${name}=${folder}/munge-${name}`,
  );
  begin('munged', '--foreground', '--force', `--key-file=${folder}/key`, ...files);
  await until(() => existsSync(join(folder, 'munge-socket')), 'munged');
  begin('slurmctld', '-D');
  begin('slurmd', '-D', '-N', 'n1');
  await until(() => isIdle(call), 'SLURM');
  const resumeNode = () =>
    until(() => {
      if (isIdle(call)) return true;
      try {
        call('scontrol', 'update', 'nodename=n1', 'state=resume');
      } catch {
        // It is back already, or not down yet.
      }
      return false;
    }, 'The node');
  return { config, call, resumeNode, close };
}

function configuration(folder: string, controllerPort: number, nodePort: number): string {
  return `ClusterName=rig
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge-socket
SlurmctldPort=${controllerPort}
SlurmdPort=${nodePort}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SchedulerParameters=bf_interval=1,sched_interval=1
MpiDefault=none
ReturnToService=2
KillWait=20
NodeName=n1 NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=1 RealMemory=1000 State=UNKNOWN
PartitionName=debug Nodes=n1 Default=YES MaxTime=01:00:00 State=UP
PartitionName=closed Nodes=n1 MaxTime=01:00:00 State=DOWN
`;
}

function isIdle(call: SlurmRig['call']): boolean {
  try {
    return call('sinfo', '-h', '-o', '%T', '-p', 'debug').trim() === 'idle';
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`${what} did not begin within two minutes.`);
    await pause(100);
  }
}

async function endDaemon(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const exit = once(daemon, 'exit');
  daemon.kill('SIGKILL');
  await exit;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

function inPath(program: string): string | undefined {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

/** What a file says; empty where there is none. */
export function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

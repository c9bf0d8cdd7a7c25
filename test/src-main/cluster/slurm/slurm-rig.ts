import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A real SLURM on this machine, with daemons, ports and a munge key of its own; nothing needs systemd. */
export interface SlurmRig {
  /** Its configuration, which SLURM's commands take from SLURM_CONF. */
  readonly config: string;
  /** Calls one of SLURM's commands; returns what it prints. */
  call(program: string, ...args: readonly string[]): string;
  /** Brings the first node back after it was set down; it may come back by itself, too. */
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

/** @param nodes their names, each with a daemon of its own */
export async function openSlurmRig(nodes: readonly [string, ...string[]] = ['n1']): Promise<SlurmRig> {
  const folder = mkdtempSync(join(tmpdir(), 'psl-'));
  const config = join(folder, 'slurm.conf');
  for (const name of ['state', ...nodes]) mkdirSync(join(folder, name), { mode: 0o755 });
  writeFileSync(join(folder, 'key'), randomBytes(1024), { mode: 0o400 });
  const ports = await Promise.all(['controller', ...nodes].map(freePort));
  writeFileSync(config, configuration(folder, nodes, ports));
  const env = { ...process.env, SLURM_CONF: config };
  const daemons: ChildProcess[] = [];
  const begin = (program: string, ...args: readonly string[]) => {
    daemons.push(spawn(inPath(program) ?? program, args, { env, stdio: 'ignore' }));
  };
  const call = (program: string, ...args: readonly string[]) =>
    execFileSync(program, args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const close = async () => {
    await endJobs(call);
    for (const daemon of daemons.reverse()) await endDaemon(daemon);
    rmSync(folder, { recursive: true, force: true });
  };
  const files = ['socket', 'pid-file', 'log-file', 'seed-file'].map(
    (name) => `--${name}=${folder}/munge-${name}`,
  );
  begin('munged', '--foreground', '--force', `--key-file=${folder}/key`, ...files);
  await until(() => existsSync(join(folder, 'munge-socket')), 'munged');
  begin('slurmctld', '-D');
  for (const node of nodes) begin('slurmd', '-D', '-N', node);
  await until(() => isIdle(call), 'SLURM');
  const resumeNode = () =>
    until(() => {
      if (isIdle(call)) return true;
      try {
        call('scontrol', 'update', `nodename=${nodes[0]}`, 'state=resume');
      } catch {
        // It is back already, or not down yet.
      }
      return false;
    }, 'The node');
  return { config, call, resumeNode, close };
}

/** @param ports of the controller, then of each node */
function configuration(folder: string, nodes: readonly string[], ports: readonly number[]): string {
  const [controllerPort = 0, ...nodePorts] = ports;
  const lines = nodes.map(
    (node, at) =>
      // Debian's SLURM takes one node of each host's name, and knows no other name for them than these.
      `NodeName=${node} NodeHostname=${at === 0 ? hostname() : node} NodeAddr=127.0.0.1 Port=${nodePorts[at]} CPUs=1 RealMemory=1000 State=UNKNOWN`,
  );
  return `ClusterName=rig
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${folder}/munge-socket
SlurmctldPort=${controllerPort}
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd-%n.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SchedulerParameters=bf_interval=1,sched_interval=1
MpiDefault=none
ReturnToService=2
KillWait=20
${lines.join('\n')}
PartitionName=debug Nodes=${nodes.join(',')} Default=YES MaxTime=01:00:00 State=UP
PartitionName=closed Nodes=${nodes[0]} MaxTime=01:00:00 State=DOWN
`;
}

function isIdle(call: SlurmRig['call']): boolean {
  try {
    return call('sinfo', '-h', '-o', '%T', '-p', 'debug').trim() === 'idle';
  } catch {
    return false;
  }
}

/** Jobs whose daemons are killed would stay, some of them training. */
async function endJobs(call: SlurmRig['call']): Promise<void> {
  try {
    call('scancel', '--user=root');
    await until(() => call('squeue', '--noheader').trim() === '', 'The end of all jobs');
  } catch {
    // Its daemons have not begun.
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

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { appFolders } from '../../src-files/app-folders';
import { killIfThere } from './servers-there';

/** A real sshd on a free port of the loopback address, and an `ssh` whose configuration, keys and known hosts are the rig's own. */
export interface SshRig {
  /** Of all that belongs to it; the name is short, since sockets lie in it. */
  readonly folder: string;
  /** The program that a person would call `ssh`; its configuration has the hosts below. */
  readonly ssh: string;
  /** A folder with that program, to come first in PATH. */
  readonly programs: string;
  /** PARASAMPLE_HOME of who logs in. */
  readonly home: string;
  /** Ends all connections that are open, as a network does that breaks; new ones are taken. */
  breakConnections(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** `there` works, and so does `behind-it`, which only it leads to; the others are wrong in one thing each. */
export type RigHost =
  | 'there'
  | 'behind-it'
  | 'unknown-key'
  | 'changed-key'
  | 'wrong-key'
  | 'password-only'
  | 'refusing'
  | 'nowhere';

/** Why there can be no rig here; empty where there can be one. */
export function whyNoSshd(): string {
  if (!sshdHere()) return 'there is no sshd here (openssh-server)';
  if (!inPath('ssh')) return 'there is no ssh here (openssh-client)';
  return '';
}

/**
 * @param parasample the text of a script that is called so on the other side; none there where it is left away
 * @param profile what the login shell of who logs in reads (~/.profile there), which ssh's own commands do not
 */
export async function openSshRig(parasample?: string, profile?: string): Promise<SshRig> {
  const folder = mkdtempSync(join(tmpdir(), 'ps-'));
  const at = (name: string) => join(folder, name);
  const programs = at('here');
  const there = at('there');
  const home = at('home');
  for (const made of [programs, there, home]) mkdirSync(made, { mode: 0o700 });
  const ownHome = profile === undefined ? [] : [homeOf(at('person-home'), profile)];
  if (parasample !== undefined) writeFileSync(join(there, 'parasample'), parasample, { mode: 0o700 });
  for (const key of ['host', 'changed', 'person', 'stranger']) newKey(at(key));
  const [port, passwordPort, free] = [await freePort(), await freePort(), await freePort()];
  writeFileSync(at('authorized'), readFileSync(at('person.pub')));
  writeFileSync(at('known'), knownLine(port, at('host.pub')) + knownLine(passwordPort, at('host.pub')));
  writeFileSync(at('changed-known'), knownLine(port, at('changed.pub')));
  writeFileSync(at('sshd.conf'), daemonConfig(port, folder, ['PasswordAuthentication no'], ownHome));
  const withPassword = ['PasswordAuthentication yes', 'PubkeyAuthentication no'];
  writeFileSync(at('password.conf'), daemonConfig(passwordPort, folder, withPassword));
  writeFileSync(at('ssh.conf'), clientConfig(folder, { port, passwordPort, free }));
  const ssh = join(programs, 'ssh');
  writeFileSync(ssh, `#!/bin/sh\nexec ${inPath('ssh')} -F ${at('ssh.conf')} "$@"\n`, { mode: 0o700 });
  let daemon = await startDaemon(at('sshd.conf'), port);
  const withPasswords = await startDaemon(at('password.conf'), passwordPort);
  return {
    folder,
    ssh,
    programs,
    home,
    breakConnections: () => {
      for (const pid of childrenOf(daemon)) killIfThere(pid, 'SIGKILL');
    },
    stop: () => endDaemon(daemon),
    start: async () => {
      daemon = await startDaemon(at('sshd.conf'), port);
    },
    close: async () => {
      await endDaemon(daemon);
      await endDaemon(withPasswords);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes a folder for who logs in; returns what makes it their HOME, with the cache of this machine all the same. */
function homeOf(folder: string, profile: string): string {
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, '.profile'), profile);
  return `HOME=${folder} PARASAMPLE_CACHE=${appFolders().cache}`;
}

function daemonConfig(
  port: number,
  folder: string,
  more: readonly string[],
  variables: readonly string[] = [],
): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/authorized`,
    `PidFile none`,
    // The folders of a test lie where everybody may write.
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'KbdInteractiveAuthentication no',
    'AllowAgentForwarding no',
    `SetEnv PATH=${folder}/there${delimiter}${process.env.PATH ?? ''} PARASAMPLE_HOME=${folder}/home${[cacheHere(), ...variables].join(' ')}`,
    ...more,
    '',
  ].join('\n');
}

/** What a test's machine has fetched already is there on the other side, too. */
function cacheHere(): string {
  const { PARASAMPLE_CACHE: cache } = process.env;
  return cache ? ` PARASAMPLE_CACHE=${cache}` : '';
}

function clientConfig(
  folder: string,
  {
    port,
    passwordPort,
    free,
  }: { readonly port: number; readonly passwordPort: number; readonly free: number },
): string {
  const host = (name: RigHost, hostPort: number, key = 'person', known = 'known', address = '127.0.0.1') => [
    `Host ${name}`,
    `  HostName ${address}`,
    `  Port ${hostPort}`,
    `  IdentityFile ${folder}/${key}`,
    `  UserKnownHostsFile ${folder}/${known}`,
  ];
  return [
    ...host('there', port),
    ...host('behind-it', port),
    '  ProxyJump there',
    ...host('unknown-key', port, 'person', 'none'),
    ...host('changed-key', port, 'person', 'changed-known'),
    ...host('wrong-key', port, 'stranger'),
    ...host('password-only', passwordPort),
    ...host('refusing', free),
    ...host('nowhere', port, 'person', 'known', 'nowhere.invalid'),
    'Host *',
    `  User ${userInfo().username}`,
    '  IdentitiesOnly yes',
    '  IdentityAgent none',
    '  GlobalKnownHostsFile none',
    '',
  ].join('\n');
}

function newKey(file: string): void {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);
}

function knownLine(port: number, publicKey: string): string {
  return `[127.0.0.1]:${port} ${readFileSync(publicKey, 'utf8').trim()}\n`;
}

async function startDaemon(config: string, port: number): Promise<ChildProcess> {
  // Where root's daemons keep what is theirs; Debian makes it when the service starts.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const daemon = spawn(sshdHere() ?? '', ['-D', '-e', '-f', config], { stdio: ['ignore', 'ignore', 'pipe'] });
  await new Promise<void>((resolve, reject) => {
    let said = '';
    daemon.stderr.on('data', (data) => {
      said += String(data);
      if (said.includes('Server listening')) resolve();
    });
    daemon.on('exit', () => reject(new Error(`sshd at port ${port} ended: ${said}`)));
  });
  return daemon;
}

async function endDaemon(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  for (const pid of childrenOf(daemon)) killIfThere(pid, 'SIGKILL');
  const exit = once(daemon, 'exit');
  daemon.kill();
  await exit;
}

/** One process a connection. */
function childrenOf({ pid }: ChildProcess): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

function sshdHere(): string | undefined {
  return inPath('sshd', ['/usr/sbin', '/usr/local/sbin']);
}

function inPath(program: string, more: readonly string[] = []): string | undefined {
  return [...(process.env.PATH ?? '').split(delimiter), ...more]
    .map((folder) => join(folder, program))
    .find((file) => existsSync(file));
}

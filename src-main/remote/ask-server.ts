import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { type HandOver, handOverMark, handOverSchema } from '../server/door-words';
import { askingCommand, missingMark } from './command-there';
import { commandArguments } from './ssh-arguments';
import { lastLine, sshComplaint, sshFailed } from './ssh-complaints';

/** A server as it is asked for. */
export interface ServerAsked {
  readonly host: string;
  /** How Parasample is called there. */
  readonly command: string;
  /** The person's ssh. */
  readonly ssh: string;
}

interface SshOutput {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Far more than any greeting of a machine. In characters. */
const mostOutput = 1_000_000;

/**
 * Finds or starts the server on the other machine, and gets a one-time token of it.
 * @param tunnelPort at which the window will be shown here
 * @throws ParasampleError with what to do: BadInputError where trying again is of no use
 */
export async function askServer(
  { host, command, ssh }: ServerAsked,
  tunnelPort: number,
  signal: AbortSignal,
): Promise<HandOver> {
  const output = await runSsh(ssh, commandArguments(host, askingCommand(command, tunnelPort)), signal);
  const { code, out, err } = output;
  if (code === sshFailed) throw sshComplaint(host, err);
  if (out.includes(missingMark)) throw new BadInputError(missingThere(host, command));
  if (code !== 0) throw refusedThere(host, output);
  const line = out
    .split('\n')
    .filter((text) => text.startsWith(handOverMark))
    .at(-1);
  const told = handOverSchema.safeParse(line === undefined ? undefined : parsedLine(line));
  if (told.success) return told.data;
  throw new BadInputError(tooDifferent(host));
}

function missingThere(host: string, command: string): string {
  return `${host} has no command ${command}. Install Parasample there (copy the package over and run \`npm install -g parasample-0.1.0.tgz\`, or the deb), or say where it is with --there PATH.`;
}

function tooDifferent(host: string): string {
  return `Parasample on ${host} is of a version that this one cannot connect to; install the same version at both ends.`;
}

/** What the command there complained of; one that does not know the option is too old. */
function refusedThere(host: string, { code, err }: SshOutput): Error {
  if (err.includes("'--for-tunnel'")) return new BadInputError(tooDifferent(host));
  const sentence = `Parasample on ${host} says: ${lastLine(err)}`;
  return code === 2 ? new BadInputError(sentence) : new FailedError(sentence);
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line.slice(handOverMark.length));
  } catch {
    return undefined;
  }
}

function runSsh(ssh: string, args: readonly string[], signal: AbortSignal): Promise<SshOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn(ssh, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: parse(process.execPath).root,
      signal,
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out = (out + text).slice(-mostOutput);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-mostOutput);
    });
    child.on('error', (error) => reject(startError(error)));
    // Not `close`: a connection shared with others (ControlPersist) may hold the pipes open.
    child.on('exit', (code) => setImmediate(() => resolve({ code, out, err })));
  });
}

/** Why ssh itself did not start. */
export function startError(error: Error): Error {
  if ('code' in error && error.code === 'ENOENT')
    return new BadInputError(
      'There is no ssh on this machine; install OpenSSH’s client (openssh-client in Debian and Ubuntu).',
    );
  return new FailedError(`ssh did not start: ${error.message}.`);
}

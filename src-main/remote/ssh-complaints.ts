import { BadInputError, FailedError, type ParasampleError } from '../../src-shared/errors';

/** What ssh says where it gives up, as OpenSSH words it, and what a person can do. */
const complaints: readonly {
  readonly said: RegExp;
  /** Whether only the person can mend it, so that trying again is of no use. */
  readonly isTheirs: boolean;
  readonly sentence: (host: string) => string;
}[] = [
  {
    said: /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    isTheirs: true,
    sentence: (host) =>
      `${host} shows another key than the one that your known_hosts has: the machine was set up anew, or another one answers in its place. Ask whoever runs it; \`ssh ${host}\` in a terminal says which line to remove.`,
  },
  {
    said: /Host key verification failed|host key is known for/,
    isTheirs: true,
    sentence: (host) =>
      `The key of ${host} is not known on this machine. Run \`ssh ${host}\` once in a terminal, compare the key that it shows, and say yes; then connect again.`,
  },
  {
    said: /Permission denied \([^)]*(password|keyboard-interactive)|Too many authentication failures/,
    isTheirs: true,
    sentence: (host) =>
      `${host} accepts none of your keys and would ask for a password, which Parasample never does. Run \`ssh-copy-id ${host}\` once in a terminal (and \`ssh-add\` for a key with a passphrase), so that \`ssh ${host}\` asks nothing; then connect again.`,
  },
  {
    said: /Permission denied/,
    isTheirs: true,
    sentence: (host) =>
      `${host} accepts none of your keys. Have your public key added there, or name the right one in ~/.ssh/config (and run \`ssh-add\` for a key with a passphrase), so that \`ssh ${host}\` asks nothing; then connect again.`,
  },
  {
    said: /Could not resolve hostname/,
    isTheirs: true,
    sentence: (host) =>
      `There is no machine named ${host}: neither your ~/.ssh/config nor the network knows it. Write it as \`ssh\` takes it.`,
  },
  {
    said: /Bad configuration option|terminating, \d+ bad configuration|Bad owner or permissions/,
    isTheirs: true,
    sentence: (host) =>
      `ssh does not take your own configuration; \`ssh ${host}\` in a terminal says which line is wrong.`,
  },
  {
    said: /Connection refused/,
    isTheirs: false,
    sentence: (host) =>
      `${host} refuses the connection: no ssh server listens there at that port. A port other than 22 goes into ~/.ssh/config.`,
  },
  {
    said: /timed out|No route to host|Network is unreachable|Host is down/,
    isTheirs: false,
    sentence: (host) => `${host} cannot be reached from here: is it on, and are you in its network (VPN)?`,
  },
];

/** ssh ends with it where it failed itself, and not what it ran there. */
export const sshFailed = 255;

/** Why ssh gave up, as a sentence with what to do. A BadInputError is the person's to mend; else it may be tried again. */
export function sshComplaint(host: string, stderr: string): ParasampleError {
  const known = complaints.find(({ said }) => said.test(stderr));
  if (!known) return new FailedError(`The connection to ${host} failed: ${lastLine(stderr)}`);
  return known.isTheirs ? new BadInputError(known.sentence(host)) : new FailedError(known.sentence(host));
}

/** The last line that says something, as a sentence: others follow it, and ssh ends some of its lines with a full stop and others not. */
export function lastLine(text: string): string {
  const line = text.trim().split(/\r?\n/).at(-1)?.trim() || 'ssh ended without a word';
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askServer } from '../../src-main/remote/ask-server';
import { checkedCommand } from '../../src-main/remote/command-there';
import { checkedHost } from '../../src-main/remote/host-name';
import { sshComplaint } from '../../src-main/remote/ssh-complaints';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { openSshRig, type RigHost, type SshRig, whyNoSshd } from './ssh-rig';

const why = whyNoSshd();

describe.skipIf(why !== '')(`a host that does not let Parasample in${why && `: ${why}`}`, () => {
  let rig: SshRig;
  beforeAll(async () => {
    rig = await openSshRig();
  });
  afterAll(() => rig.close());

  const ask = (host: RigHost) =>
    askServer({ host, command: 'parasample', ssh: rig.ssh }, 4321, new AbortController().signal);

  test.each([
    [
      'unknown-key',
      BadInputError,
      /^The key of unknown-key is not known on this machine\. Run `ssh unknown-key` once in a terminal/,
    ],
    ['changed-key', BadInputError, /^changed-key shows another key than the one that your known_hosts has/],
    ['wrong-key', BadInputError, /^wrong-key accepts none of your keys\. Have your public key added there/],
    [
      'password-only',
      BadInputError,
      /would ask for a password, which Parasample never does\. Run `ssh-copy-id password-only`/,
    ],
    ['nowhere', BadInputError, /^There is no machine named nowhere: /],
    ['refusing', FailedError, /^refusing refuses the connection: no ssh server listens there at that port\./],
    ['there', BadInputError, /^there has no command parasample\. Install Parasample there .*--there PATH\.$/],
  ] as const)('%s is told in a sentence, with what to do', async (host, kind, sentence) => {
    const error = await ask(host).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(error).toHaveProperty('message', expect.stringMatching(sentence));
  });

  test('without an ssh here, what to install is told', async () => {
    const asked = { host: 'there', command: 'parasample', ssh: '/nowhere/ssh' };
    await expect(askServer(asked, 4321, new AbortController().signal)).rejects.toThrow(
      /^There is no ssh on this machine; install OpenSSH’s client/,
    );
  });
});

describe.skipIf(why !== '')('what answers on the other machine', () => {
  const answerOf = async (script: string) => {
    const rig = await openSshRig(`#!/bin/sh\n${script}\n`);
    try {
      const asked = { host: 'there', command: 'parasample', ssh: rig.ssh };
      return await askServer(asked, 4321, new AbortController().signal);
    } finally {
      await rig.close();
    }
  };
  const answer =
    '{"server":"s","pid":7,"version":"0.1.0","port":4000,"token":"t","installed":"0.1.0","isNew":true}';

  test('is read behind whatever a login there prints', async () => {
    const told = await answerOf(`echo "Welcome, $*"; echo 'parasample-server ${answer}'`);
    expect(told).toEqual(JSON.parse(answer));
  });

  test('is asked for a window at the port of this machine', async () => {
    await expect(answerOf('echo "$*" >&2; exit 1')).rejects.toThrow(
      'Parasample on there says: serve --for-tunnel 4321',
    );
  });

  test.each([
    ['a version before it could be connected to', `echo "Unknown option '--for-tunnel'" >&2; exit 2`],
    ['another answer', `echo 'parasample-server {"server":"s"}'`],
    ['no answer', 'true'],
  ])('is told to be of another version where it is %s', async (_what, script) => {
    await expect(answerOf(script)).rejects.toThrow(
      'Parasample on there is of a version that this one cannot connect to; install the same version at both ends.',
    );
  });
});

test.each([
  [
    'client_loop: send disconnect: Broken pipe\r\n',
    'The connection to gpu1 failed: client_loop: send disconnect: Broken pipe.',
  ],
  [
    'Connection to 127.0.0.1 closed by remote host.\r\n',
    'The connection to gpu1 failed: Connection to 127.0.0.1 closed by remote host.',
  ],
  ['', 'The connection to gpu1 failed: ssh ended without a word.'],
])('what ssh says at its end is a sentence of its own: %j', (said, sentence) => {
  expect(sshComplaint('gpu1', said).message).toBe(sentence);
});

describe('a name of a server', () => {
  test.each(['gpu1', 'ada@gpu1.example', 'DOM\\ada@10.0.0.1', '[::1]', 'ada.l+x@gpu-1'])(
    'may be %s',
    (name) => {
      expect(checkedHost(` ${name} `)).toBe(name);
    },
  );

  test.each([
    '',
    '-oProxyCommand=x',
    'ada@-oProxyCommand=x',
    'a b',
    'a;b',
    '$(x)',
    'a`b`',
    "a'b",
    'a\nb',
    'a'.repeat(256),
  ])('may not be %j', (name) => {
    expect(() => checkedHost(name)).toThrow(BadInputError);
  });

  test('is not all: the command there is no text for its shell', () => {
    expect(checkedCommand('~/parasample-0.1.0/bin/parasample')).toBe('~/parasample-0.1.0/bin/parasample');
    for (const text of ['', '-x', 'a b', 'a;b', '$x', "a'"])
      expect(() => checkedCommand(text)).toThrow(BadInputError);
  });
});

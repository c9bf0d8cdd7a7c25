import { expect, test } from 'vitest';
import { versionRemark } from '../../src-main/remote/server-connection';
import { sshComplaint } from '../../src-main/remote/ssh-complaints';

const told = (version: string, installed: string) => ({ version, installed, pid: 77 });

test('nothing is said of versions where all are the same', () => {
  expect(versionRemark('gpu1', told('0.1.0', '0.1.0'), '0.1.0')).toBeUndefined();
});

test('another version there is said, with how to have the same', () => {
  expect(versionRemark('gpu1', told('0.2.0', '0.2.0'), '0.1.0')).toBe(
    'gpu1 runs Parasample 0.2.0 and this machine 0.1.0: you see the window of 0.2.0. To have the same at both ends, install 0.1.0 there.',
  );
});

test('a server that runs since before the update there is said, with how to end it', () => {
  expect(versionRemark('gpu1', told('0.1.0', '0.2.0'), '0.2.0')).toBe(
    'The server that runs on gpu1 is of version 0.1.0, while 0.2.0 is installed there. Once its runs are over, end it (`kill 77` there) and connect again.',
  );
});

// As OpenSSH 9.2 words them (sshconnect.c, readconf.c), where a test's machine cannot bring them about.
test.each([
  [
    'ssh: connect to host 10.0.0.1 port 22: Connection timed out',
    'gpu1 cannot be reached from here: is it on, and are you in its network (VPN)?',
  ],
  [
    'ssh: connect to host 10.0.0.1 port 22: No route to host',
    'gpu1 cannot be reached from here: is it on, and are you in its network (VPN)?',
  ],
  [
    'kex_exchange_identification: Connection closed by remote host\r\n',
    'The connection to gpu1 failed: kex_exchange_identification: Connection closed by remote host.',
  ],
  ['', 'The connection to gpu1 failed: ssh ended without a word.'],
])('ssh’s %j is told as a sentence', (stderr, sentence) => {
  expect(sshComplaint('gpu1', stderr)).toHaveProperty('message', sentence);
});

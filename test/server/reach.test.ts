import { get } from 'node:https';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserShell } from '../../src-main/server/browser-shell';
import { certificateDoubt } from '../../src-main/server/certificate-doubt';
import { ownNames, type Reach, shownName, thisMachine, warningOf } from '../../src-main/server/reach';
import { readTlsIdentity } from '../../src-main/server/tls-identity';
import { BadInputError } from '../../src-shared/errors';

/** A certificate for window.test, signed by itself, and its key. */
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);
const tls = () => readTlsIdentity(fixture('window-cert.pem'), fixture('window-key.pem'));
const network = (host: string): Reach => ({ host, isInsecureMeant: false });

describe('who can open the window', () => {
  test.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1'])(
    '%s is this machine alone: no warning',
    (host) => {
      expect(warningOf(network(host), 0)).toBeUndefined();
    },
  );

  test.each(['0.0.0.0', '::', '192.168.1.7', 'gpu.example', '127.0.0.1.example', ''])(
    '%s is a network: refused without encryption, and told of an SSH tunnel and of certificates',
    (host) => {
      expect(() => warningOf(network(host), 8080)).toThrow(BadInputError);
      expect(() => warningOf(network(host), 8080)).toThrow(
        /--port 8080.*`ssh -N -L 8080:127\.0\.0\.1:8080 .*--tls-cert FILE --tls-key FILE.*--insecure/,
      );
    },
  );

  test('a network is warned of, once it is meant or encrypted', () => {
    expect(warningOf({ host: '0.0.0.0', isInsecureMeant: true }, 0)).toMatch(
      /Nothing is encrypted.*ssh -N -L/,
    );
    const encrypted = warningOf({ host: '0.0.0.0', tls: tls(), isInsecureMeant: false }, 0);
    expect(encrypted).toMatch(/open to the network/);
    expect(encrypted).not.toMatch(/Nothing is encrypted/);
  });
});

describe('names of the window', () => {
  test('on this machine alone: not those by which others could call it', () => {
    const isOwn = ownNames(thisMachine);
    expect(['127.0.0.1', 'localhost', '[::1]'].every(isOwn)).toBe(true);
    expect(['evil.example', hostname().toLowerCase(), '0.0.0.0'].some(isOwn)).toBe(false);
  });

  test('on a network: its addresses, and what its certificate names', () => {
    const isOwn = ownNames({ host: '0.0.0.0', tls: tls(), isInsecureMeant: false });
    expect(['127.0.0.1', 'window.test', hostname().toLowerCase()].every(isOwn)).toBe(true);
    expect(isOwn('evil.example')).toBe(false);
    expect(ownNames(network('10.0.0.1'))('127.0.0.1')).toBe(false);
  });

  test('the printed one is what the browser can check', () => {
    expect(shownName({ host: '::', tls: tls(), isInsecureMeant: false })).toBe('window.test');
    expect(shownName(network('::1'))).toBe('[::1]');
    expect(shownName(network('0.0.0.0'))).toBe(hostname());
  });
});

test('over TLS the page is served with a cookie that never travels in the clear, and so is its API', async () => {
  const core = { call: async () => ({ ok: true, value: null }) as const, subscribe: () => () => {} };
  const reach = { host: '127.0.0.1', tls: tls(), isInsecureMeant: false };
  const shell = await startBrowserShell({ core, pageFolder: '/', exportsFolder: '/', port: 0, reach });
  onTestFinished(() => shell.close());
  const ca = tls().cert;
  const headers = await new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
    get(shell.url, { ca }, (response) => resolve(response.resume().headers)).on('error', reject);
  });
  const [cookie = ''] = headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/; Secure$/);
  const { host } = new URL(shell.url);
  const socket = new WebSocket(`wss://${host}/api`, {
    ca,
    headers: { cookie: cookie.split(';')[0] ?? '', origin: `https://${host}` },
  });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
});

describe('a certificate', () => {
  /** As `openssl x509 -dates -ext subjectAltName` says of it: for window.test and 127.0.0.1, from 2026-11-21 to 2126-10-28. */
  const within = Date.UTC(2030, 0, 1);
  const reached = (host: string): Reach => ({ host, tls: tls(), isInsecureMeant: false });

  test.each(['window.test', '127.0.0.1', '0.0.0.0'])('is believed under a name that it has (%s)', (host) => {
    expect(certificateDoubt(reached(host), within)).toBeUndefined();
  });

  test.each([
    [
      'window.test',
      Date.UTC(2126, 9, 29),
      /^The certificate was valid until 2126-10-28: .* Have a new one made/,
    ],
    [
      'window.test',
      Date.UTC(2026, 10, 21),
      /^The certificate is not valid before 2026-11-21: .* Is the clock/,
    ],
    [
      'gpu.test',
      within,
      /^The certificate is for window\.test, 127\.0\.0\.1 and not for gpu\.test: browsers warn/,
    ],
    ['192.0.2.7', within, /not for 192\.0\.2\.7: /],
    ['::1', within, /not for ::1: /],
  ])('that browsers will not believe under %s is told of, with the remedy', (host, now, sentence) => {
    expect(certificateDoubt(reached(host), now)).toMatch(sentence);
  });

  test('is not missed where nothing is encrypted', () => {
    expect(certificateDoubt(network('gpu.test'), within)).toBeUndefined();
  });

  test.each([
    ['nowhere.pem', 'window-key.pem', /^--tls-cert: there is no file .*nowhere\.pem\.$/],
    ['.', 'window-key.pem', /^--tls-cert: .* cannot be read: it is a folder\.$/],
    ['window-key.pem', 'window-key.pem', /^--tls-cert: .*window-key\.pem is no certificate in PEM\.$/],
    ['window-cert.pem', 'window-cert.pem', /^--tls-key: .* is not the unlocked key of .*window-cert\.pem\.$/],
  ])('%s with the key %s is refused by name', (cert, key, sentence) => {
    expect(() => readTlsIdentity(fixture(cert), fixture(key))).toThrow(sentence);
  });
});

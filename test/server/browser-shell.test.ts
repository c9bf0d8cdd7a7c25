import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { createBirpc } from 'birpc';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserShell } from '../../src-main/server/browser-shell';
import { isOwnRequest } from '../../src-main/server/own-request';
import type { Reach } from '../../src-main/server/reach';
import { SessionGate } from '../../src-main/server/session-gate';
import type { Outcome } from '../../src-shared/protocol/api';
import { decodeMessage, encodeMessage } from '../../src-shared/protocol/wire';
import { temporaryFolder } from '../temporary-folder';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

async function serve(reach?: Reach) {
  const folder = temporaryFolder();
  const pageFolder = join(folder, 'renderer');
  mkdirSync(pageFolder);
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>The page</title>');
  writeFileSync(join(folder, 'secret.html'), 'A secret');
  const exportsFolder = join(folder, 'exports');
  mkdirSync(join(exportsFolder, 'run 1'), { recursive: true });
  writeFileSync(join(exportsFolder, 'run 1', 'posterior.npz'), 'Weights');
  writeFileSync(join(exportsFolder, 'run 1', 'report.html'), '<h1>Report</h1>');
  writeFileSync(join(exportsFolder, '.key'), 'A secret');
  symlinkSync(join(folder, 'secret.html'), join(exportsFolder, 'link'));
  const calls: string[] = [];
  const core = {
    call: async (name: string): Promise<Outcome<unknown>> => {
      calls.push(name);
      return { ok: true, value: `did ${name}` };
    },
    subscribe: () => () => {},
  };
  const shell = await startBrowserShell({ core, pageFolder, exportsFolder, port: 0, reach });
  onTestFinished(() => shell.close());
  const { port, pathname, search } = new URL(shell.url);
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<Answer>((resolve, reject) => {
      // Node's own client leaves the path as it is, `..` included.
      const sent = request({ host: '127.0.0.1', port, path, headers, method }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      });
      sent.on('error', reject).end();
    });
  const enter = async () => {
    const { headers } = await get(pathname + search);
    return { cookie: (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '' };
  };
  return { shell, calls, port, get, enter, first: pathname + search };
}

describe('a finished export', () => {
  test('is saved from the browser under its own name, never shown', async () => {
    const { get, enter } = await serve();
    const cookie = await enter();
    const { status, headers, body } = await get('/exports/run%201/posterior.npz', cookie);
    expect([status, body]).toEqual([200, 'Weights']);
    expect(headers['content-disposition']).toBe("attachment; filename*=UTF-8''posterior.npz");
    expect(headers['content-length']).toBe('7');
    expect(await get('/exports/run%201/posterior.npz', cookie, 'HEAD')).toMatchObject({
      status: 200,
      body: '',
    });
  });

  test('is shown where it is a report that is to be printed, without any of what a page may do', async () => {
    const { get, enter } = await serve();
    const cookie = await enter();
    const { status, headers, body } = await get('/exports/run%201/report.html?shown', cookie);
    expect([status, body]).toEqual([200, '<h1>Report</h1>']);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-disposition']).toBeUndefined();
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'unsafe-inline';/);
    const saved = await get('/exports/run%201/report.html', cookie);
    expect(saved.headers['content-disposition']).toMatch(/^attachment/);
    const weights = await get('/exports/run%201/posterior.npz?shown', cookie);
    expect(weights.headers['content-disposition']).toMatch(/^attachment/);
  });

  test('is nothing for who has not the session', async () => {
    const { get } = await serve();
    expect((await get('/exports/run%201/posterior.npz')).status).toBe(401);
  });

  test.each([
    '/exports/',
    '/exports/run%201',
    '/exports/none.npz',
    '/exports/.key',
    '/exports/link',
    '/exports/../secret.html',
    '/exports/%2e%2e/secret.html',
    '/exports/%2fetc%2fpasswd',
    '/exports/%00',
    '/exports/%zz',
  ])('is the only thing that is served there: %s is not', async (path) => {
    const { get, enter } = await serve();
    const { status, body } = await get(path, await enter());
    expect([status, body]).toEqual([404, 'There is no such export.\n']);
  });
});

describe('entering', () => {
  test('needs the token of the printed address, which becomes a strict cookie', async () => {
    const { get, first } = await serve();
    const { status, headers } = await get(first);
    expect([status, headers.location]).toEqual([303, '/']);
    expect(headers['set-cookie']?.[0]).toMatch(
      /^parasample-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
  });

  test('works once: a second browser is refused, the first may come back', async () => {
    const { get, enter, first } = await serve();
    const cookie = await enter();
    expect((await get(first)).status).toBe(401);
    expect((await get(first, cookie)).headers.location).toBe('/');
    expect((await get('/', cookie)).body).toContain('The page');
  });

  test('is not used up by a preview of the address', async () => {
    const { get, first } = await serve();
    expect((await get(first, {}, 'HEAD')).status).toBe(401);
    expect((await get(first)).status).toBe(303);
  });

  test.each(['/', '/?token=', '/?token=wrong', '/index.html'])('is refused at %s', async (path) => {
    const { get } = await serve();
    const { status, body } = await get(path);
    expect(status).toBe(401);
    expect(body).not.toContain('The page');
  });

  test('takes the same session only', () => {
    const gate = new SessionGate('parasample-1', 'http');
    const session = gate.exchange(gate.token)?.split(';')[0] ?? '';
    expect(gate.admits(`other=1; ${session}`)).toBe(true);
    expect(gate.admits(`${session}x`)).toBe(false);
    expect(gate.admits(undefined)).toBe(false);
    expect(new SessionGate('parasample-1', 'http').admits(session)).toBe(false);
  });
});

describe('a window behind a tunnel', () => {
  /** What a browser sends whose machine shows the window at `port`. */
  const seenAt = (port: number, name = '127.0.0.1') => ({ host: `${name}:${port}` });

  test('is let in by a token of its own, beside the browser that is in, under a cookie of the port that it sees', async () => {
    const { shell, get, enter } = await serve();
    const first = await enter();
    const token = shell.admit(4321);
    const { status, headers } = await get(`/?token=${token}`, seenAt(4321));
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect([status, cookie]).toEqual([303, expect.stringMatching(/^parasample-4321=[\w-]{43}; HttpOnly; /)]);
    const second = { cookie: cookie.split(';')[0] ?? '' };
    expect(second.cookie.split('=')[1]).not.toBe(first.cookie.split('=')[1]);
    expect((await get('/', { ...second, ...seenAt(4321) })).status).toBe(200);
    expect((await get('/', first)).status).toBe(200);
    expect((await get(`/?token=${token}`, seenAt(4321))).status).toBe(401);
  });

  test.each([
    ['another port', seenAt(4322)],
    ['another name', seenAt(4321, 'evil.example')],
    ['a page of another port', { ...seenAt(4321), origin: 'http://127.0.0.1:4322' }],
  ])('is refused at %s', async (_what, headers) => {
    const { shell, get } = await serve();
    const token = shell.admit(4321);
    expect((await get(`/?token=${token}`, headers)).status).toBe(403);
  });

  test('may be one of many: of a hundred tokens that nobody uses the oldest are forgotten', async () => {
    const { shell, get } = await serve();
    const tokens = Array.from({ length: 101 }, () => shell.admit(4321));
    expect((await get(`/?token=${tokens[0]}`, seenAt(4321))).status).toBe(401);
    for (const token of [tokens[1], tokens[100]])
      expect((await get(`/?token=${token}`, seenAt(4321))).status).toBe(303);
  });

  test('has turns of its own, which no other window uses up', async () => {
    const { shell, get, enter } = await serve();
    const busy = await enter();
    const { headers } = await get(`/?token=${shell.admit(4321)}`, seenAt(4321));
    const other = { cookie: (headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '', ...seenAt(4321) };
    const answers = await Promise.all(Array.from({ length: 1000 }, () => get('/', busy)));
    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect((await get('/', other)).status).toBe(200);
  });
});

describe('the page', () => {
  test('comes with a policy that runs nothing from elsewhere', async () => {
    const { get, enter } = await serve();
    const { headers } = await get('/', await enter());
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test.each(['/../secret.html', '/%2e%2e/secret.html', '/..%2fsecret.html', '//', '/%'])(
    'is all there is: not %s',
    async (path) => {
      const { get, enter } = await serve();
      const { status, body } = await get(path, await enter());
      expect(status).toBe(404);
      expect(body).not.toContain('secret');
    },
  );

  test('is only read', async () => {
    const { get, enter } = await serve();
    expect((await get('/', await enter(), 'POST')).status).toBe(405);
  });

  test.each(['host', 'origin'])('is not served where %s names another site', async (header) => {
    const { get, enter } = await serve();
    const headers = { ...(await enter()), [header]: 'http://evil.example' };
    expect((await get('/', headers)).status).toBe(403);
  });
});

test.each([
  [{ host: '127.0.0.1:80' }, true],
  [{ host: 'LOCALHOST' }, true],
  [{ host: 'localhost:80', origin: 'http://localhost:80' }, true],
  [{ host: '127.0.0.1:81' }, false],
  [{ host: 'evil.example:80' }, false],
  [{ host: '127.0.0.1:80', origin: 'http://localhost:80' }, false],
  [{ host: '127.0.0.1:80', origin: 'https://127.0.0.1:80' }, false],
  [{ host: '127.0.0.1:80', origin: 'null' }, false],
  [{ host: '127.0.0.1:80@evil.example' }, false],
  [{}, false],
])('%j as a request to this server: %s', (headers, expected) => {
  const isOwnName = (name: string) => ['127.0.0.1', 'localhost'].includes(name);
  expect(isOwnRequest(headers, { scheme: 'http', port: 80, isOwnName })).toBe(expected);
});

describe('the API over a WebSocket', () => {
  /** Resolves once the socket is open, or refused. */
  function open(port: string, headers: Record<string, string>, path = '/api') {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    onTestFinished(() => socket.terminate());
    return new Promise<WebSocket | undefined>((resolve) => {
      socket.on('open', () => resolve(socket)).on('error', () => resolve(undefined));
    });
  }
  const origin = (port: string) => ({ origin: `http://127.0.0.1:${port}` });

  const clientOf = (socket: WebSocket | undefined) =>
    createBirpc<{ call(name: string, args: unknown[]): Promise<Outcome<unknown>> }>(
      {},
      {
        post: (message) => socket?.send(encodeMessage(message)),
        on: (listener) => socket?.on('message', (data) => listener(decodeMessage(data.toString()))),
      },
    );

  test('answers our page', async () => {
    const { port, enter } = await serve();
    const client = clientOf(await open(port, { ...(await enter()), ...origin(port) }));
    expect(await client.call('runs', [])).toEqual({ ok: true, value: 'did runs' });
  });

  test('refuses with a sentence what is asked above the rate, and does none of it', async () => {
    const { port, enter, calls } = await serve();
    const client = clientOf(await open(port, { ...(await enter()), ...origin(port) }));
    const outcomes = await Promise.all(Array.from({ length: 3000 }, () => client.call('runs', [])));
    const refused = outcomes.filter(({ ok }) => !ok);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ message: expect.stringMatching(/^Nothing was done: .*200.*\.$/) });
    expect(calls.length + refused.length).toBe(3000);
  });

  test('cuts off a flood, and still lets the window in', async () => {
    const { port, enter } = await serve();
    const headers = { ...(await enter()), ...origin(port) };
    const flood = await open(port, headers);
    const closed = new Promise((resolve) => flood?.on('close', resolve));
    for (let sent = 0; sent < 50_000; sent += 1) flood?.send('{}');
    expect(await closed).toBe(1006);
    expect(await clientOf(await open(port, headers)).call('runs', [])).toMatchObject({ ok: true });
  });

  test.each([
    ['without the cookie', false, 'own', '/api'],
    ['from a page of another site', true, 'http://evil.example', '/api'],
    ['without saying where from', true, undefined, '/api'],
    ['at another path', true, 'own', '/other'],
  ])('refuses %s', async (_what, hasCookie, from, path) => {
    const { port, enter } = await serve();
    const cookie = await enter();
    const headers = {
      ...(hasCookie ? cookie : {}),
      ...(from === undefined ? {} : from === 'own' ? origin(port) : { origin: from }),
    };
    expect(await open(port, headers, path)).toBeUndefined();
  });

  test.each([
    ['text that is no JSON', 'hello', 1007],
    ['bytes', Buffer.from([1, 2, 3]), 1007],
    ['more than a million bytes', `"${'x'.repeat(1_000_001)}"`, 1009],
  ])('ends a connection that sends %s', async (_what, message, code) => {
    const { port, enter } = await serve();
    const socket = await open(port, { ...(await enter()), ...origin(port) });
    const closed = new Promise((resolve) => socket?.on('close', resolve));
    socket?.send(message);
    expect(await closed).toBe(code);
  });
});

test('strangers that ask without end are told to wait, and do not keep the window waiting', async () => {
  const { get, enter } = await serve();
  const cookie = await enter();
  const answers = await Promise.all(Array.from({ length: 1000 }, () => get('/?token=guess')));
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.headers['retry-after']).toBe('1');
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  expect((await get('/', cookie)).status).toBe(200);
});

test('a port in use is refused by number', async () => {
  const { port } = await serve();
  const core = { call: async () => ({ ok: true, value: null }) as const, subscribe: () => () => {} };
  await expect(
    startBrowserShell({ core, pageFolder: '/', exportsFolder: '/', port: Number(port) }),
  ).rejects.toThrow(`Port ${port} is in use by another program; choose another with --port.`);
});

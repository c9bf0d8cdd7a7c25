import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PackedApp, packedExecutable } from './packed-app';

const run = promisify(execFile);
const patience = { timeout: 180_000, interval: 250 };
const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const home = mkdtempSync(join(tmpdir(), 'parasample-packed-'));

afterAll(() => rmSync(home, { recursive: true, force: true }));

/** As the fuse wire in the executable spells them. */
const off = '0'.charCodeAt(0);
const on = '1'.charCodeAt(0);

// Item 19 of Electron's security checklist (docs/security.md).
describe('the fuses of the packed app', () => {
  test.each([
    ['no ELECTRON_RUN_AS_NODE', FuseV1Options.RunAsNode, off],
    ['encrypted cookies', FuseV1Options.EnableCookieEncryption, on],
    ['no NODE_OPTIONS', FuseV1Options.EnableNodeOptionsEnvironmentVariable, off],
    ['no --inspect', FuseV1Options.EnableNodeCliInspectArguments, off],
    ['a checked archive', FuseV1Options.EnableEmbeddedAsarIntegrityValidation, on],
    ['no app but the archive', FuseV1Options.OnlyLoadAppFromAsar, on],
    ['one V8 snapshot', FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, off],
    ['no privileges for file://', FuseV1Options.GrantFileProtocolExtraPrivileges, off],
  ])('%s', async (_what, fuse, wanted) => {
    const state = (await getCurrentFuseWire(packedExecutable()))[fuse];
    // The test rig's Electron is older than the last of these, and has no such fuse.
    const isThere = state !== undefined;
    expect(isThere ? state : wanted).toBe(wanted);
    expect(isThere || fuse === FuseV1Options.GrantFileProtocolExtraPrivileges).toBe(true);
  });
});

test('the packed app brings all sources that the installation of the runtime compiles', () => {
  const binding = 'node_modules/@tensorflow/tfjs-node-gpu/binding';
  const unpacked = join(dirname(packedExecutable()), 'resources', 'app.asar.unpacked');
  expect(readdirSync(join(unpacked, binding)).sort()).toEqual(readdirSync(join(repository, binding)).sort());
});

test('the packed app brings the licences of all that it has', () => {
  const folder = dirname(packedExecutable());
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['LICENSE', 'LICENSE.electron.txt', 'LICENSES.chromium.html']),
  );
  const read = (...path: string[]) => readFileSync(join(...path), 'utf8');
  const thirdParties = read(repository, 'docs', 'THIRD-PARTY-LICENCES.txt');
  expect(read(folder, 'THIRD-PARTY-LICENCES.txt')).toBe(thirdParties);
  const commandLine = join(folder, 'resources', 'command-line');
  expect(read(commandLine, 'THIRD-PARTY-LICENCES.txt')).toBe(thirdParties);
  expect(read(commandLine, 'LICENSE.node.txt')).toMatch(/Node\.js/);
});

describe('the packed app', () => {
  let app: PackedApp;

  beforeAll(async () => {
    app = await PackedApp.open({ ...process.env, PARASAMPLE_HOME: home });
  });
  afterAll(() => app.close());

  test('opens its window', async () => {
    await expect.poll(() => app.text(), patience).toContain('Welcome to Parasample');
  });

  test('trains the digits demo to its end, with workers that are no Node of their own', async () => {
    const demo = `[...document.querySelectorAll('button')].find((button) => /Start the digits demo/.test(button.textContent))`;
    await expect.poll(() => app.read(`${demo}?.disabled === false`), patience).toBe(true);
    await app.read(`${demo}.click()`);
    const accuracy = `document.querySelector('[data-testid="score-test.accuracy"]')?.textContent ?? ''`;
    await expect.poll(() => app.read(accuracy), patience).toMatch(/9\d(\.\d+)?\s*%/);
    // The scores are there while the posterior is still being written.
    await expect.poll(() => app.text(), patience).toContain('Finished');
  });

  test('ends in order', async () => {
    expect(await app.close()).toBe(0);
  });
});

describe('the command line beside the packed app', () => {
  const folder = join(dirname(packedExecutable()), 'resources', 'command-line');
  const call = (...args: string[]) => {
    const { DISPLAY: _display, ...environment } = process.env;
    const command = join(folder, process.platform === 'win32' ? 'node.exe' : 'node');
    const options = { env: { ...environment, PARASAMPLE_HOME: join(home, 'command-line') } };
    return run(command, [join(folder, 'parasample.mjs'), ...args], options);
  };

  test('needs no display and no Node of the machine', async () => {
    expect((await call('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('trains', async () => {
    const file = join(folder, 'examples', 'digits-mlp.json');
    const { stdout } = await call('run', file, '--set', 'training.epochs=1', '--json');
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ status: 'finished' });
  });
});

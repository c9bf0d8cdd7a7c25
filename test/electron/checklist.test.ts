import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

// The items of Electron's security checklist (docs/security.md) that show in the sources alone.

const sources = readdirSync('src-main', { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join('src-main', name), 'utf8') }));
const sourceOf = (name: string) => readFileSync(join('src-main', 'electron', name), 'utf8');

test('the app opens nothing outside itself', () => {
  expect(sources.filter(({ text }) => text.includes('openExternal')).map(({ name }) => name)).toEqual([]);
});

test('no window turns the web’s own rules off', () => {
  const weakening =
    /webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|loadFile|file:\/\//;
  const electron = sources.filter(({ name }) => name.startsWith('electron'));
  expect(electron.length).toBeGreaterThan(5);
  expect(electron.filter(({ text }) => weakening.test(text)).map(({ name }) => name)).toEqual([]);
});

test('no page is given a device of the machine', () => {
  expect(sourceOf('hardening.ts')).toContain('setDevicePermissionHandler(() => false)');
});

test('package.json pins Electron to one version', () => {
  const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a port to the core is for our page’s main frame alone, and IPC has no other door', () => {
  const doors = sources.flatMap(({ text }) => text.match(/ipcMain\.\w+\(\s*'[^']+'/g) ?? []);
  expect(doors).toEqual(["ipcMain.on('parasample:connect'"]);
  const text = sourceOf('page-connections.ts');
  expect(text).toMatch(
    /sender === page && .*senderFrame === page\.mainFrame && isPageUrl\(senderFrame\.url\)/s,
  );
});

test('the preload exposes one word and no function of Electron', () => {
  const exposed = sourceOf('preload.ts').match(/exposeInMainWorld\(.*\)/g);
  expect(exposed).toEqual(["exposeInMainWorld('parasampleShell', 'electron')"]);
});

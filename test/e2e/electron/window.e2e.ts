import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../run-page';
import { openStage, type Stage } from '../stage';

let stage: Stage;
let page: Page;
let electron: ElectronApplication;

beforeAll(async () => {
  stage = await openStage();
  page = stage.page;
  if (!stage.electron) throw new Error('These specs are for Electron.');
  electron = stage.electron;
});
afterAll(() => stage.close());

describe('the window', () => {
  it('runs its page sandboxed and isolated', async () => {
    const preferences = await electron.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const read: unknown = Reflect.get(contents, 'getLastWebPreferences');
      if (typeof read !== 'function') throw new Error('This Electron does not tell its preferences.');
      const { sandbox, contextIsolation, nodeIntegration } = read.call(contents);
      return { sandbox, contextIsolation, nodeIntegration };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('keeps the web’s own rules, and embeds no page', async () => {
    const preferences = await electron.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const {
        webSecurity = true,
        allowRunningInsecureContent = false,
        experimentalFeatures = false,
        enableBlinkFeatures = '',
        webviewTag = false,
      } = Reflect.get(contents, 'getLastWebPreferences').call(contents);
      return {
        webSecurity,
        allowRunningInsecureContent,
        experimentalFeatures,
        enableBlinkFeatures,
        webviewTag,
      };
    });
    expect(preferences).toEqual({
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      webviewTag: false,
    });
    expect(page.url()).toMatch(/^app:\/\/parasample\//);
  });

  it('is enlarged by the key of plus without Shift too, and made as large as before', async () => {
    const zoom = () =>
      electron.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getZoomLevel());
    const press = (keyCode: string) =>
      electron.evaluate(({ webContents }, key) => {
        const [contents] = webContents.getAllWebContents();
        contents.focus();
        contents.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers: ['control'] });
        contents.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers: ['control'] });
      }, keyCode);
    await press('=');
    await expect.poll(zoom).toBeGreaterThan(0);
    await press('0');
    await expect.poll(zoom).toBe(0);
  });

  it('refuses to leave for another address', async () => {
    await electron.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const refusal = new Promise((resolve) => {
        contents.once('will-navigate', (event) => resolve(event.defaultPrevented));
      });
      Object.assign(globalThis, { refusal });
    });
    await page.evaluate(() => {
      location.href = 'https://example.invalid/';
    });
    expect(await electron.evaluate(() => Reflect.get(globalThis, 'refusal'))).toBe(true);
    expect(page.url()).toMatch(/^app:\/\/parasample\//);
    // Playwright would go on waiting for the page that never comes.
    await page.reload();
  });

  it('follows no redirection, and attaches no page to its own', async () => {
    const prevented = await electron.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const isPrevented = (name: string) => {
        const event = {
          defaultPrevented: false,
          preventDefault: () => {
            event.defaultPrevented = true;
          },
        };
        Reflect.apply(contents.emit, contents, [name, event, {}, {}]);
        return event.defaultPrevented;
      };
      return ['will-redirect', 'will-attach-webview'].map(isPrevented);
    });
    expect(prevented).toEqual([true, true]);
  });

  it.each([
    ['what comes from elsewhere', "'data:text/plain,from elsewhere'", true],
    ['but what the page has made', "URL.createObjectURL(new Blob(['a chart']))", false],
  ])('saves nothing: %s', async (_what, address, isRefused) => {
    await electron.evaluate(({ session }) => {
      const refusal = new Promise((resolve) => {
        session.defaultSession.once('will-download', (event) => {
          // The tests' old Electron leaves it undefined.
          resolve(event.defaultPrevented === true);
          event.preventDefault();
        });
      });
      Object.assign(globalThis, { refusal });
    });
    await page.evaluate(
      `Object.assign(document.createElement('a'), { href: ${address}, download: 'a.txt' }).click()`,
    );
    expect(await electron.evaluate(() => Reflect.get(globalThis, 'refusal'))).toBe(isRefused);
  });

  it('connects its own page to the core, and no other window that has its preload', async () => {
    const asked = `new Promise((resolve) => {
      window.answered = false;
      addEventListener('message', ({ data, ports: [port] }) => {
        if (data.type !== 'parasample-port') return;
        port.onmessage = () => { window.answered = true; };
        port.postMessage({ t: 'q', i: '1', m: 'call', a: ['about', []] });
        resolve();
      });
      postMessage({ type: 'parasample-ready' }, location.origin);
    })`;
    await electron.evaluate(async ({ app, BrowserWindow }, script) => {
      const preload = `${app.getAppPath()}/out/preload/preload.js`;
      const webPreferences = { preload, sandbox: true, contextIsolation: true };
      const other = new BrowserWindow({ show: false, webPreferences });
      // An address of the page's own, where nothing is that asks for a port itself.
      await other.loadURL('app://parasample/nothing');
      await other.webContents.executeJavaScript(script);
    }, asked);
    await page.evaluate(asked);
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'answered'))).toBe(true);
    const isOtherAnswered = await electron.evaluate(async ({ BrowserWindow }) => {
      const other = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().endsWith('/nothing'),
      );
      const isAnswered: unknown = await other?.webContents.executeJavaScript('window.answered');
      other?.destroy();
      return isAnswered;
    });
    expect(isOtherAnswered).toBe(false);
    await expect.poll(() => electron.windows()).toHaveLength(1);
  });

  it('opens no other windows', async () => {
    expect(await page.evaluate(() => window.open('https://example.invalid/'))).toBeNull();
    expect(electron.windows()).toHaveLength(1);
  });

  it('grants its page no permission but writing to the clipboard', async () => {
    const states = await page.evaluate(async () => {
      const notifications = await Notification.requestPermission();
      const camera = await navigator.permissions.query({ name: 'camera' });
      return [notifications, camera.state];
    });
    expect(states).toEqual(['denied', 'denied']);
    await page.getByRole('link', { name: 'New run', exact: true }).first().click();
    await page.getByRole('button', { name: 'Copy as JSON' }).click();
    await expect.poll(() => textOf(page.getByRole('status', { name: 'Clipboard' }))).toContain('Copied');
    const copied = await electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(JSON.parse(copied)).toHaveProperty('data.dataset', 'digits');
  });
});

describe('a second start of the app in the same home', () => {
  it('ends at once and leaves the first in charge', async () => {
    const { PARASAMPLE_ELECTRON: executable, PARASAMPLE_ELECTRON_APP: app } = process.env;
    if (!executable || !app) throw new Error('The Electron target is not named.');
    const second = spawn(executable, ['--no-sandbox', '--disable-gpu', app], {
      env: { ...process.env, PARASAMPLE_HOME: stage.home },
      stdio: 'ignore',
    });
    expect((await once(second, 'exit'))[0]).toBe(0);
    expect(electron.windows()).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage, target } from './stage';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

describe('the page is shut in', () => {
  it('comes with a content security policy that allows only its own files', async () => {
    const policy = await stage.page.evaluate(async () => {
      const answer = await fetch(location.pathname);
      return answer.headers.get('content-security-policy');
    });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('refuses markup that did not come through a trusted-types policy', async () => {
    const thrown = await stage.page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>injected</b>';
        return 'nothing';
      } catch (error) {
        return String(error);
      }
    });
    expect(thrown).toContain('TrustedHTML');
  });

  it('has no Node in it', async () => {
    const types = await stage.page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'global'].map((name) => typeof Reflect.get(window, name)),
    );
    expect(new Set(types)).toEqual(new Set(['undefined']));
  });
});

describe.runIf(target === 'browser')('the browser shell', () => {
  it('serves nothing to who has not the one-time token', async () => {
    const answer = await fetch(new URL('/', stage.page.url()));
    expect(answer.status).toBeGreaterThanOrEqual(401);
    expect(answer.status).toBeLessThanOrEqual(403);
  });

  it('hands the token to nobody: it is gone from the address bar', () => {
    expect(new URL(stage.page.url()).search).toBe('');
  });
});

describe.runIf(target === 'electron')('the window', () => {
  it('runs its page sandboxed and isolated', async () => {
    const preferences = await electronOf(stage).evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const read: unknown = Reflect.get(contents, 'getLastWebPreferences');
      if (typeof read !== 'function') throw new Error('This Electron does not tell its preferences.');
      const { sandbox, contextIsolation, nodeIntegration } = read.call(contents);
      return { sandbox, contextIsolation, nodeIntegration };
    });
    expect(preferences).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false });
  });

  it('refuses to leave for another address', async () => {
    const electron = electronOf(stage);
    await electron.evaluate(({ webContents }) => {
      const [contents] = webContents.getAllWebContents();
      const refusal = new Promise((resolve) => {
        contents.once('will-navigate', (event) => resolve(event.defaultPrevented));
      });
      Object.assign(globalThis, { refusal });
    });
    await stage.page.evaluate(() => {
      location.href = 'https://example.invalid/';
    });
    expect(await electron.evaluate(() => Reflect.get(globalThis, 'refusal'))).toBe(true);
    expect(stage.page.url()).toMatch(/^app:\/\/parasample\//);
  });

  it('opens no other windows', async () => {
    expect(await stage.page.evaluate(() => window.open('https://example.invalid/'))).toBeNull();
    expect(stage.electron?.windows()).toHaveLength(1);
  });

  it('grants the page no permission', async () => {
    const states = await stage.page.evaluate(async () => {
      const notifications = await Notification.requestPermission();
      const camera = await navigator.permissions.query({ name: 'camera' });
      return [notifications, camera.state];
    });
    expect(states).toEqual(['denied', 'denied']);
  });
});

function electronOf({ electron }: Stage) {
  if (!electron) throw new Error('This spec is for Electron.');
  return electron;
}

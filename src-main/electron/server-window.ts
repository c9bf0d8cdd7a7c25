import { get } from 'node:http';
import { BrowserWindow, type Session, session } from 'electron';
import { FailedError } from '../../src-shared/errors';
import type { ServerWindow } from '../remote/servers';
import { refusePermissions } from './hardening';

let opened = 0;

/**
 * The window of a server, whose page comes through a tunnel from this machine's loopback address. It gets no preload script and
 * with that nothing of Electron, and a session of its own, in memory, in which there is nothing but its cookie.
 */
export function openServerWindow(host: string, onClosed: () => void): ServerWindow {
  opened += 1;
  const alone = session.fromPartition(`server-${opened}`);
  let origin = '';
  refusePermissions(
    alone,
    (url) => url.startsWith(`blob:${origin}/`) || url.startsWith(`${origin}/exports/`),
  );
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 480,
    minHeight: 480,
    title: `Parasample on ${host}`,
    webPreferences: {
      session: alone,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      backgroundThrottling: false,
    },
  });
  // Whose runs these are is told wherever the title stands.
  window.on('page-title-updated', (event, title) => {
    event.preventDefault();
    window.setTitle(`${title} on ${host}`);
  });
  window.on('closed', onClosed);
  return {
    show: async (address) => {
      ({ origin } = new URL(address));
      await enter(alone, address);
      if (!window.isDestroyed()) await window.loadURL(`${origin}/`);
    },
    focus: () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    close: () => {
      if (!window.isDestroyed()) window.destroy();
    },
  };
}

/** Exchanges the one-time token for the session's cookie here, so that the page never has the token in its history. */
async function enter(alone: Session, address: string): Promise<void> {
  const [cookie = ''] = await setCookies(address);
  const [, name, value] = /^([\w-]+)=([\w-]+);/.exec(cookie) ?? [];
  if (name === undefined || value === undefined)
    throw new FailedError('The server did not let this window in; connect again.');
  const { origin: url } = new URL(address);
  await alone.cookies.set({ url, name, value, path: '/', httpOnly: true, sameSite: 'strict' });
}

function setCookies(address: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const asked = get(address, (response) => resolve(response.resume().headers['set-cookie'] ?? []));
    asked.on('error', reject);
  });
}

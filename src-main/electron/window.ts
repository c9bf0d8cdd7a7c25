import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import type { WindowPlace } from './window-place';

/** Makes the one window, hidden until its page is drawn. The page is sandboxed and gets no Node. */
export function createWindow({ bounds, isMaximised }: WindowPlace): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 480,
    minHeight: 480,
    show: false,
    title: 'Parasample',
    webPreferences: {
      preload: join(__dirname, '..', 'preload', 'preload.js'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // A run's curves keep growing while another window covers this one.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => {
    if (isMaximised) window.maximize();
    window.show();
  });
  return window;
}

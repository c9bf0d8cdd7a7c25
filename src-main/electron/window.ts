import { join } from 'node:path';
import { BrowserWindow } from 'electron';

/** Makes the one window, hidden until its page is drawn. The page is sandboxed and gets no Node. */
export function createWindow(): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
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
  window.once('ready-to-show', () => window.show());
  return window;
}

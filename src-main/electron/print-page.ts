import { readFile } from 'node:fs/promises';
import { BrowserWindow, session } from 'electron';
import { printedUrl, serveScheme } from './page-scheme';

let printed = 0;

/**
 * Prints a page, a file, on A4 in a window that nobody sees and that runs no script. The page has a session of its own, in which
 * there is nothing but itself.
 */
export async function printedPage(file: string): Promise<Uint8Array> {
  const body = await readFile(file);
  printed += 1;
  // Without `persist:` it lives in memory alone.
  const alone = session.fromPartition(`printed-${printed}`);
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  serveScheme(alone.protocol, async () => ({ status: 200, headers, body }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: alone,
      ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
    },
  });
  try {
    await window.loadURL(printedUrl);
    return await window.webContents.printToPDF({ pageSize: 'A4', printBackground: true });
  } finally {
    window.destroy();
  }
}

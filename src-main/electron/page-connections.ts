import { ipcMain, type MessagePortMain, type WebContents } from 'electron';
import { connectClient, type ServedCore } from '../api/connection';
import { isPageUrl } from './page-scheme';

/** Connects the page to the core whenever it asks (first load and every reload), over a MessagePort of its own. */
export function servePageConnections(core: ServedCore, page: WebContents): void {
  ipcMain.on('parasample:connect', ({ sender, senderFrame, ports }) => {
    const fromOurPage =
      sender === page && senderFrame !== null && senderFrame === page.mainFrame && isPageUrl(senderFrame.url);
    const [port] = ports;
    if (fromOurPage && port && ports.length === 1) serve(core, port);
    else for (const refused of ports) refused.close();
  });
}

function serve(core: ServedCore, port: MessagePortMain): void {
  const end = connectClient(core, {
    post: (message) => port.postMessage(message),
    on: (listener) => port.on('message', ({ data }) => listener(data)),
  });
  port.once('close', end);
  port.start();
}

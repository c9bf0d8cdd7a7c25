import { contextBridge, ipcRenderer } from 'electron';

/** The whole of what the page gets from Electron: the name of its shell, and a port to the core when it asks. */
contextBridge.exposeInMainWorld('parasampleShell', 'electron');

window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== window || origin !== location.origin || data?.type !== 'parasample-ready') return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage('parasample:connect', null, [port1]);
  window.postMessage({ type: 'parasample-port' }, location.origin, [port2]);
});

import { contextBridge, ipcRenderer, webUtils } from 'electron';

/** The whole of what the page gets from Electron: the name of its shell, a port to the core when it asks, and where files lie that a person drops or chooses. */
contextBridge.exposeInMainWorld('parasampleShell', 'electron');

window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== window || origin !== location.origin || data?.type !== 'parasample-ready') return;
  const { port1, port2 } = new MessageChannel();
  ipcRenderer.postMessage('parasample:connect', null, [port1]);
  window.postMessage({ type: 'parasample-port' }, location.origin, [port2]);
});

// Only a person drops or chooses files, so that the page is told no path that nobody showed it.
window.addEventListener('drop', (event) => {
  if (event.isTrusted) tellPaths([...(event.dataTransfer?.files ?? [])]);
});
window.addEventListener('change', ({ isTrusted, target }) => {
  if (!isTrusted || !(target instanceof HTMLInputElement) || target.type !== 'file') return;
  // Of a folder the first file tells where it lies.
  tellPaths(target.webkitdirectory ? [...(target.files ?? [])].slice(0, 1) : [...(target.files ?? [])]);
});

function tellPaths(files: readonly File[]): void {
  window.postMessage({ type: 'parasample-paths', paths: files.map(pathOf) }, location.origin);
}

/** The tests' old Electron has a property in its place (docs/testing.md). */
function pathOf(file: File): string {
  return webUtils?.getPathForFile(file) ?? String(Reflect.get(file, 'path') ?? '');
}

import { join } from 'node:path';
import { app, dialog } from 'electron';
import { sentenceOf } from '../../src-shared/errors';
import { isOver } from '../../src-shared/runs';
import { type Core, createCore } from '../api/core';
import { appFolders } from '../folders';
import { askBeforeClosing } from './closing';
import { refuseWhatThePageNeverNeeds } from './hardening';
import { setMenu } from './menu';
import { servePageConnections } from './page-connections';
import { pageUrl, registerPageScheme, servePage } from './page-scheme';
import { UtilityProcessLauncher } from './utility-process-launcher';
import { createWindow } from './window';

const { home, cache } = appFolders();

// The page's own storage lies with the runs, and the lock below is then one for each home.
app.setPath('userData', join(home, 'window'));
registerPageScheme();

if (app.requestSingleInstanceLock()) void app.whenReady().then(open);
else app.quit();

/** Opens the core and its window; where the core cannot be opened, says why and ends. */
function open(): void {
  try {
    const core = openCore();
    openWindow(core);
    endInOrder(core);
  } catch (error) {
    dialog.showErrorBox('Parasample cannot start', sentenceOf(error, 'Starting Parasample'));
    app.exit(1);
  }
}

function openCore(): Core {
  const launcher = new UtilityProcessLauncher(join(__dirname, 'worker.js'));
  return createCore({ home, cache, launcher, shell: 'electron' });
}

function openWindow(core: Core): void {
  servePage();
  refuseWhatThePageNeverNeeds();
  setMenu();
  const window = createWindow();
  servePageConnections(core, window.webContents);
  askBeforeClosing(window, async () =>
    (await core.api.runs()).filter(({ status }) => !isOver(status)).map(({ experiment }) => experiment.name),
  );
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  // Fails only where a reload comes before the first load is done, and then that reload loads the page.
  window.loadURL(pageUrl).catch(() => undefined);
}

/** The app ends with its window, once the core has ended its workers and closed its store. */
function endInOrder(core: Core): void {
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    void core.close().finally(() => app.exit(0));
  });
}

import { join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { appFolders } from '../../src-files/app-folders';
import { sentenceOf } from '../../src-shared/errors';
import { ChosenFolders, usualFolders } from '../api/chosen-folders';
import { type Core, createCore } from '../api/core';
import { GoingWork } from '../api/going-work';
import { windowCore } from '../api/window-core';
import { networksFolder } from '../networks/kept-network';
import { WindowKeeper } from './closing';
import { noticeEnds } from './end-notices';
import { askForFolder } from './folder-question';
import { refuseWhatThePageNeverNeeds } from './hardening';
import { setMenu } from './menu';
import { servePageConnections } from './page-connections';
import { pageUrl, registerPageScheme, servePage } from './page-scheme';
import { prepareRuntime } from './prepare-runtime';
import { printedPage } from './print-page';
import { openServerWindow } from './server-window';
import { UtilityProcessLauncher } from './utility-process-launcher';
import { createWindow } from './window';
import { keepPlace, placeLeft } from './window-place';

const { home, cache } = appFolders();

// The page's own storage lies with the runs, and the lock below is then one for each home.
app.setPath('userData', join(home, 'window'));
registerPageScheme();

if (app.requestSingleInstanceLock()) void app.whenReady().then(open);
else app.quit();

/** Opens the core and its window; where the core cannot be opened, says why and ends. */
async function open(): Promise<void> {
  try {
    const core = openCore();
    endInOrder(core);
    await openWindow(core);
    // In a checkout `npm start` has done this.
    if (app.isPackaged) await prepareRuntime(core.api);
  } catch (error) {
    dialog.showErrorBox('Parasample cannot start', sentenceOf(error, 'Starting Parasample'));
    app.exit(1);
  }
}

function openCore(): Core {
  const launcher = new UtilityProcessLauncher(join(__dirname, 'worker.js'));
  return createCore({
    home,
    cache,
    launcher,
    shell: 'electron',
    print: printedPage,
    serverWindow: openServerWindow,
  });
}

async function openWindow(core: Core): Promise<void> {
  servePage();
  refuseWhatThePageNeverNeeds();
  setMenu();
  const window = createWindow(await placeLeft(core.api));
  const chosen = new ChosenFolders(usualFolders(process.env, app.getPath('home'), join(home, 'exports')));
  chosen.add(networksFolder(home));
  servePageConnections(windowCore(core, chosen, askForFolder), window.webContents);
  // Before the keeper, which may end the window there and then.
  window.on('close', () => void keepPlace(core.api, window));
  // The windows of servers go with it.
  window.on('closed', () => app.quit());
  const keeper = new WindowKeeper(window, new GoingWork(core));
  app.on('second-instance', () => keeper.reopen());
  // macOS: its icon in the Dock was clicked.
  app.on('activate', () => keeper.reopen());
  noticeEnds(core, {
    isWatched: () => window.isVisible() && window.isFocused(),
    showRun: (runId) => {
      keeper.reopen();
      load(window, `${pageUrl}#/runs/${runId}`);
    },
  });
  load(window, pageUrl);
}

/** Fails only where a reload comes before a load is done, and then that reload loads the page. */
function load(window: BrowserWindow, address: string): void {
  window.loadURL(address).catch(() => undefined);
}

/** The app ends with its window, once the core has ended its workers and closed its store. */
function endInOrder(core: Core): void {
  app.on('window-all-closed', () => app.quit());
  app.once('will-quit', (event) => {
    event.preventDefault();
    void core.close().finally(() => app.exit(0));
  });
}

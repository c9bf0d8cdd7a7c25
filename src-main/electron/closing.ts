import { type BrowserWindow, dialog } from 'electron';

/**
 * Closing the window ends the runs that are going, so it asks first.
 *
 * @param goingRuns names of the runs that are not over
 */
export function askBeforeClosing(window: BrowserWindow, goingRuns: () => Promise<readonly string[]>): void {
  let state: 'open' | 'asking' | 'agreed' = 'open';
  window.on('close', (event) => {
    if (state === 'agreed') return;
    event.preventDefault();
    if (state === 'asking') return;
    state = 'asking';
    void mayClose(window, goingRuns).then((agreed) => {
      state = agreed ? 'agreed' : 'open';
      if (agreed) window.close();
    });
  });
}

async function mayClose(
  window: BrowserWindow,
  goingRuns: () => Promise<readonly string[]>,
): Promise<boolean> {
  const names = await goingRuns();
  if (names.length === 0) return true;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: names.length === 1 ? 'A run is still going.' : `${names.length} runs are still going.`,
    detail: `${names.join(', ')}\n\nParasample trains only while its window is open.`,
    buttons: ['Stop and quit', 'Stay'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

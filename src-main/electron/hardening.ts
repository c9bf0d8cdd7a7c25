import { app, type Session, session } from 'electron';
import { isPageUrl } from './page-scheme';

/** The one permission that the page uses: putting text on the clipboard when a button asks for it. */
const copying = 'clipboard-sanitized-write';

/**
 * Refuses what the page never needs: leaving for another address, new windows, embedded pages, downloads from
 * anywhere but the page itself (its charts are saved where the person says) and every other permission. Call it before the first window is made, once the app is ready.
 */
export function refuseWhatThePageNeverNeeds(): void {
  refusePermissions(session.defaultSession, isMadeByPage);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event, url) => {
      if (!isPageUrl(url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/**
 * Refuses all permissions but the one, all devices, and downloads.
 * @param mayBeSaved whether what is at an address may be saved where the person says
 */
export function refusePermissions(pages: Session, mayBeSaved: (url: string) => boolean): void {
  pages.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === copying));
  pages.setPermissionCheckHandler((_contents, permission) => permission === copying);
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event, item) => {
    if (!mayBeSaved(item.getURL())) event.preventDefault();
  });
}

/** Whether a download's content was made by the page: a blob of its own origin. */
function isMadeByPage(url: string): boolean {
  return url.startsWith('blob:') && isPageUrl(url.slice('blob:'.length));
}

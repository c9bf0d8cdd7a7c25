import { app, type Session, session } from 'electron';
import { isPageUrl } from './page-scheme';

/** The one permission that the page uses: putting text on the clipboard when a button asks for it. */
const copying = 'clipboard-sanitized-write';

/**
 * Refuses what the page never needs: leaving for another address, new windows, embedded pages, downloads and
 * every other permission. Call it before the first window is made, once the app is ready.
 */
export function refuseWhatThePageNeverNeeds(): void {
  refusePermissions(session.defaultSession);
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event, url) => {
      if (!isPageUrl(url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

function refusePermissions(pages: Session): void {
  pages.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === copying));
  pages.setPermissionCheckHandler((_contents, permission) => permission === copying);
  pages.setDevicePermissionHandler(() => false);
  pages.on('will-download', (event) => event.preventDefault());
}

import { join } from 'node:path';
import { protocol } from 'electron';
import { readPageFile } from '../page/page-files';

const scheme = 'app';
const host = 'parasample';

export const pageUrl = `${scheme}://${host}/`;

/** Makes app:// a standard, secure scheme. Must be called before the app is ready. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Serves the built page, and nothing else, under app://parasample/. Call it once the app is ready. */
export function servePage(): void {
  const folder = join(__dirname, '..', 'renderer');
  // The tests' old Electron has only the second of these (docs/testing.md).
  if (typeof protocol.handle === 'function') {
    protocol.handle(scheme, async ({ url }) => {
      const { status, headers, body } = await readPageFile(folder, pathOf(url));
      return new Response(new Uint8Array(body), { status, headers: { ...headers } });
    });
    return;
  }
  protocol.registerBufferProtocol(scheme, async ({ url }, answer) => {
    const { status, headers, body } = await readPageFile(folder, pathOf(url));
    answer({ statusCode: status, headers: { ...headers }, data: body });
  });
}

/** True for addresses of our own page. */
export function isPageUrl(url: string): boolean {
  return url.startsWith(pageUrl);
}

function pathOf(url: string): string {
  return isPageUrl(url) ? new URL(url).pathname : '/no-page-of-ours';
}

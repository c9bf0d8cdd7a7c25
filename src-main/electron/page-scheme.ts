import { join } from 'node:path';
import { type Protocol, protocol } from 'electron';
import { type PageAnswer, readPageFile } from '../page/page-files';

const scheme = 'app';
const host = 'parasample';

export const pageUrl = `${scheme}://${host}/`;
/** The only address of a page that is printed. */
export const printedUrl = `${scheme}://printed/`;

/** Makes app:// a standard, secure scheme. Must be called before the app is ready. */
export function registerPageScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }]);
}

/** Serves the built page, and nothing else, under app://parasample/. Call it once the app is ready. */
export function servePage(): void {
  const folder = join(__dirname, '..', 'renderer');
  serveScheme(protocol, ({ url }) => readPageFile(folder, pathOf(url)));
}

/** Answers every address under app:// of one session's pages. */
export function serveScheme(
  pages: Protocol,
  answerTo: (request: { readonly url: string }) => Promise<PageAnswer>,
): void {
  // The tests' old Electron has only the second of these (docs/testing.md).
  if (typeof pages.handle === 'function') {
    pages.handle(scheme, async (request) => {
      const { status, headers, body } = await answerTo(request);
      return new Response(new Uint8Array(body), { status, headers: { ...headers } });
    });
    return;
  }
  pages.registerBufferProtocol(scheme, async (request, answer) => {
    const { status, headers, body } = await answerTo(request);
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

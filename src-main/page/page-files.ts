import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** One answer for the page's files, the same over app:// and http://. */
export interface PageAnswer {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the page may do. Svelte makes its templates through one trusted-types policy; all else is refused. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

const safetyHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Reads one file of the built page.
 *
 * @param folder the built page (`out/renderer`)
 * @param pathname the URL's path, percent-encoded; `/` is index.html
 * @returns the file, or 404 for whatever is no file of a known kind inside the folder
 */
export async function readPageFile(folder: string, pathname: string): Promise<PageAnswer> {
  const file = fileOf(folder, pathname);
  const type = file && contentTypes[extname(file)];
  if (!file || !type) return notFound;
  try {
    const body = await readFile(file);
    return { status: 200, headers: { ...safetyHeaders, 'content-type': type }, body };
  } catch {
    return notFound;
  }
}

const notFound: PageAnswer = {
  status: 404,
  headers: { ...safetyHeaders, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from('There is no such page.\n'),
};

function fileOf(folder: string, pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    const file = join(folder, path === '/' ? 'index.html' : path);
    // join() has resolved every `..`, so a path that climbs out no longer starts with the folder.
    return file.startsWith(folder + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}

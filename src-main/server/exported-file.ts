import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { basename, extname, join } from 'node:path';
import { ChosenFolders } from '../api/chosen-folders';

/** Below it, the files in the exports folder are served by their paths in there. */
export const exportsAddress = '/exports/';

export interface ExportedFile {
  readonly handle: FileHandle;
  readonly headers: OutgoingHttpHeaders;
}

/**
 * Opens a file of the exports folder to be saved elsewhere; whoever gets it closes it.
 * @param pathname of the address, percent-encoded
 * @param isShown whether a report is to be shown, to be printed; what is no page is saved nevertheless
 * @returns undefined for whatever is no file in there: what climbs or leads out of it, hidden files, folders
 */
export async function openExportedFile(
  folder: string,
  pathname: string,
  isShown: boolean,
): Promise<ExportedFile | undefined> {
  try {
    const path = join(folder, decodeURIComponent(pathname.slice(exportsAddress.length)));
    const isServed = new ChosenFolders([folder]).has(path) && (await stat(path)).isFile();
    if (!isServed) return undefined;
    const handle = await open(path);
    const { size } = await handle.stat();
    const headers =
      isShown && extname(path) === '.html' ? shownHeaders(size) : savedHeaders(basename(path), size);
    return { handle, headers };
  } catch {
    return undefined;
  }
}

/** Saved: what an export holds is no page of ours. */
function savedHeaders(name: string, bytes: number): OutgoingHttpHeaders {
  return {
    'content-type': 'application/octet-stream',
    'content-length': bytes,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

/** Shown without any of what a page may do: no script, no request, no form, no frame. */
function shownHeaders(bytes: number): OutgoingHttpHeaders {
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-length': bytes,
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    // As the page has it, so that the page may ask it to be printed.
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

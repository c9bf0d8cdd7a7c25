import type { FileHandle } from 'node:fs/promises';
import { open, stat } from 'node:fs/promises';
import type { OutgoingHttpHeaders } from 'node:http';
import { basename, join } from 'node:path';
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
 * @returns undefined for whatever is no file in there: what climbs or leads out of it, hidden files, folders
 */
export async function openExportedFile(folder: string, pathname: string): Promise<ExportedFile | undefined> {
  try {
    const path = join(folder, decodeURIComponent(pathname.slice(exportsAddress.length)));
    const isServed = new ChosenFolders([folder]).has(path) && (await stat(path)).isFile();
    if (!isServed) return undefined;
    const handle = await open(path);
    const { size } = await handle.stat();
    return { handle, headers: headersOf(basename(path), size) };
  } catch {
    return undefined;
  }
}

/** Saved, and never shown: what an export holds is no page of ours. */
function headersOf(name: string, bytes: number): OutgoingHttpHeaders {
  return {
    'content-type': 'application/octet-stream',
    'content-length': bytes,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

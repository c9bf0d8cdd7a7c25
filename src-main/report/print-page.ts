import { dirname } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { streamAtOnce } from '../export/stream-at-once';
import { refusedWriting } from '../refused-writing';
import type { WrittenFiles } from '../written-files';

/** Prints a page, a file, as the bytes of a PDF. */
export type PrintPage = (file: string) => Promise<Uint8Array>;

/**
 * Writes the PDF of a page beside it, and returns its path.
 * @param page a file that ends in .html
 * @throws BadInputError for what must not be replaced, BadInputError or FailedError where it cannot be printed or written
 */
export async function printPage(page: string, print: PrintPage, written: WrittenFiles): Promise<string> {
  const file = page.replace(/\.html$/, '.pdf');
  written.refuseForeign([file]);
  const bytes = await print(page).catch((error: unknown) => {
    throw new FailedError(`The page could not be printed: ${String(error)}. It is here as it is: ${page}`);
  });
  try {
    await streamAtOnce(file, [bytes]);
  } catch (error) {
    throw refusedWriting(error, 'The PDF', dirname(file));
  }
  written.note([file]);
  return file;
}

import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync } from 'hyparquet';
import { BadInputError } from '../../src-shared/errors';
import { checkPages } from './pages';
import { checkThrift } from './thrift';

/**
 * What a Parquet file says of itself, once it is known to promise no more than it can hold.
 * @throws BadInputError naming the file
 */
export function checkedMetadata(file: AsyncBuffer, path: string): Promise<FileMetaData> {
  return readableParquet(path, async () => {
    checkThrift(await footerOf(file));
    const metadata = await parquetMetadataAsync(file);
    await checkPages(file, metadata);
    return metadata;
  });
}

/** What the library says of a broken file, as a sentence. */
export async function readableParquet<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw new BadInputError(`${path} cannot be read as a Parquet file: ${(error as Error).message}.`);
  }
}

/** What describes the file: it stands before its own length, which stands before the signature. */
async function footerOf(file: AsyncBuffer): Promise<Uint8Array> {
  const end = file.byteLength - 8;
  const length = new DataView(await file.slice(end, end + 4)).getUint32(0, true);
  return new Uint8Array(await file.slice(end - length, end));
}

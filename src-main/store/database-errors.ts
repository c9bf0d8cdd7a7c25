import { BadInputError, FailedError, ParasampleError } from '../../src-shared/errors';

/** The sentence for what SQLite could not do, with the remedy. Our own errors pass unchanged. */
export function explainDatabaseError(error: unknown, file: string): ParasampleError {
  if (error instanceof ParasampleError) return error;
  const sentence = sentences.find(([pattern]) => pattern.test(codeOf(error)))?.[1];
  if (sentence) return new FailedError(sentence(file));
  return new FailedError(`The database ${file} cannot be used: ${messageOf(error)}.`);
}

/** A database that a later version of the app has written. */
export function newerSchemaError(file: string, found: number, known: number): BadInputError {
  return new BadInputError(
    `The database ${file} was written by a newer Parasample (schema ${found}; this one knows ${known}). ` +
      'Update Parasample, or set PARASAMPLE_HOME to another folder; the database was left as it is.',
  );
}

/** A database whose file is another one by now, or gone. */
export function replacedFileError(file: string): FailedError {
  return new FailedError(
    `The database ${file} was removed, moved or replaced while Parasample had it open. ` +
      'Put it back where it was; to use another one, close Parasample first.',
  );
}

const sentences: readonly [RegExp, (file: string) => string][] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    (file) =>
      `The database ${file} is busy: another program has kept it locked. Close that program and try again.`,
  ],
  [
    /^SQLITE_FULL/,
    (file) => `The disk is full: the database ${file} cannot grow. Free some space and try again.`,
  ],
  [
    /^(SQLITE_READONLY|EROFS|EACCES|EPERM)/,
    (file) =>
      `The database ${file} cannot be written: the file, its folder or its disk is read-only. ` +
      'Allow writing, or set PARASAMPLE_HOME to another folder.',
  ],
  [
    /^SQLITE_CANTOPEN/,
    (file) => `The database ${file} cannot be opened. Check that its folder can be read and written.`,
  ],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    (file) =>
      `The file ${file} is damaged or no database. Move it away (a new one is made), or restore it from a copy.`,
  ],
  [
    /^(SQLITE_IOERR|EIO)/,
    (file) => `The disk with the database ${file} reports errors in reading or writing.`,
  ],
];

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

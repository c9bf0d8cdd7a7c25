import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What keeps a folder or a file from being made or written, in words; undefined for what no place explains. */
export function whyUnwritable(code: string, target: string): string | undefined {
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${nearestThere(target)} is a file and no folder`;
  return unwritable[code];
}

/** What is wrong with the disk rather than with the place, in words; undefined for all else. */
export function whyDiskFails(code: string): string | undefined {
  return failures[code];
}

/** Why a file that somebody named cannot be read, as a sentence part. */
export function whyUnreadable(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return isOfThisFile(code) ? unreadable[code] : (failures[code] ?? message);
}

/** Whether another file could be read where this one cannot. */
export function isOfThisFile(code: string): boolean {
  return Object.hasOwn(unreadable, code);
}

/** The path itself or, of those above it, the first that is there. */
export function nearestThere(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearestThere(above);
}

const places: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links lead in a circle',
  ERR_INVALID_ARG_VALUE: 'a name has no zero byte in it',
};

const unwritable: Readonly<Record<string, string>> = {
  ...places,
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'no folder can be made there',
  EISDIR: 'there is a folder of that name',
};

const unreadable: Readonly<Record<string, string>> = {
  ...places,
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'it is a folder',
};

const failures: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space, or name another place',
  EDQUOT: 'your share of the disk is used up; free some space, or name another place',
  EIO: 'the disk reports errors',
  EMFILE: 'this process has too many files open',
  ENFILE: 'this machine has too many files open',
};

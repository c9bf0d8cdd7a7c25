import { errnoWords } from './words/errno-words';

/**
 * Why something was refused or failed. `bad-input` is the person's to mend (exit code 2), `failed` is not (1);
 * `would-replace` is done once the person agrees (2).
 */
export const failureKinds = ['bad-input', 'failed', 'would-replace'] as const;
export type FailureKind = (typeof failureKinds)[number];

/** An error whose message is a whole sentence for a person: what, where, what would be right. */
export class ParasampleError extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** Something a person gave cannot be used: a setting, a file, a device. */
export class BadInputError extends ParasampleError {
  constructor(message: string) {
    super('bad-input', message);
  }
}

/** An output would take the place of a file that the app did not write. */
export class WouldReplaceError extends ParasampleError {
  constructor(message: string) {
    super('would-replace', message);
  }
}

/** Something that should have worked did not: a worker, a disk, the network. */
export class FailedError extends ParasampleError {
  constructor(message: string) {
    super('failed', message);
  }
}

/** The sentence of any error: ours as written, of others what was being done and their message, or what it means. */
export function sentenceOf(error: unknown, doing: string): string {
  if (error instanceof ParasampleError) return error.message;
  const words = errnoWords(error);
  if (words !== undefined) return `${doing} failed: ${pathOf(error)}${words}`;
  return `${doing} failed: ${error instanceof Error ? error.message : String(error)}`;
}

/** The file that an error of the operating system is about. */
function pathOf(error: unknown): string {
  const path = error instanceof Error && 'path' in error ? error.path : undefined;
  return typeof path === 'string' ? `${path}: ` : '';
}

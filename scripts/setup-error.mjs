/** Something on this machine keeps Parasample from being set up; the message says what and the remedy. */
export class SetupError extends Error {
  /**
   * @param {string} message one whole sentence for a person
   * @param {1 | 2} exitCode 2 where the person has to change something, 1 where a step failed
   */
  constructor(message, exitCode = 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

const refusals = {
  EACCES: 'it may not be written by this user',
  EPERM: 'it may not be written by this user',
  EROFS: 'it is on a read-only disk',
  ENOSPC: 'the disk is full',
};

/**
 * What a disk's refusal means to a person, or undefined for any other error.
 * @param {unknown} error
 */
export function refusalOf(error) {
  const { code, path } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  const reason = refusals[code ?? ''];
  if (!reason || !path) return undefined;
  return new SetupError(
    `${path} cannot be used: ${reason}. PARASAMPLE_CACHE names another folder for what is downloaded.`,
  );
}

/** Runs a command's main function: its number is the exit code, its errors become sentences. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    const told = error instanceof SetupError ? error : refusalOf(error);
    if (!told) throw error;
    console.error(told.message);
    process.exitCode = told.exitCode;
  }
}

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

/** Runs a command's main function: its number is the exit code, its errors become sentences. */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = error.exitCode;
  }
}

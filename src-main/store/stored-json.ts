import { FailedError } from '../../src-shared/errors';

/**
 * What a text of the database says, which the app has checked before it stored it. Throws FailedError where a damaged or
 * a foreign database holds no JSON there.
 * @param what it is, as "the settings of a run"
 */
export function storedJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FailedError(
      `The database is damaged: ${what} cannot be read. \`parasample store check\` says more, \`parasample store restore\` goes back to a backup.`,
    );
  }
}

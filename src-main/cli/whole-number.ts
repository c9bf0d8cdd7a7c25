import { BadInputError } from '../../src-shared/errors';

/** A whole number of at least 1, where the option is there. Throws BadInputError naming the option. */
export function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new BadInputError(`${option}: ${text} is no whole number of at least 1.`);
}

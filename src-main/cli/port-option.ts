import { BadInputError } from '../../src-shared/errors';

/** The port that an option names; 0, which stands for any free one, where it is left away. Throws BadInputError. */
export function portOf(text: string | undefined, option: string): number {
  if (text === undefined) return 0;
  const port = Number(text);
  if (text.trim() !== '' && Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new BadInputError(`${option}: ${text} is no port; give a whole number from 0 to 65535.`);
}

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Node's own archives, npm's packages of it and Debian have its licence, seen from the executable's folder. */
const places = ['../LICENSE', 'LICENSE', '../share/doc/nodejs/copyright'];

/**
 * The licences of a Node and of what is in it, which must go where it goes.
 * @param {string} executable
 * @returns {string} the file
 */
export function nodeLicence(executable = process.execPath) {
  const folder = dirname(executable);
  const found = places.map((place) => join(folder, place)).find((file) => existsSync(file));
  if (found) return found;
  throw new Error(
    `${executable} has no file of its licence beside it, so it cannot be packed; take a Node of nodejs.org.`,
  );
}

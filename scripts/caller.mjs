import { isAbsolute, relative, sep } from 'node:path';
import { repository } from './folders.mjs';

/** Scripts of package.json by which a person calls Parasample. */
const callingScripts = ['parasample', 'runtime', 'start'];

/**
 * Goes to where the person is, so that paths mean what they mean in the person's shell, and leaves word of how
 * Parasample is called there, which its hints repeat.
 */
export function standWithCaller(environment = process.env) {
  const folder = callersFolder(environment);
  if (folder !== undefined) process.chdir(folder);
  environment.PARASAMPLE_COMMAND ??= callingCommand(process.cwd());
}

/**
 * Where the person is. npm runs scripts in the repository's folder, and keeps the caller's own in INIT_CWD. Programs that
 * another npm script started inherit that variable too; they are in the right folder already.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | undefined} undefined where it is the folder that this process is in
 */
export function callersFolder({ INIT_CWD: folder, npm_lifecycle_event: script = '' }) {
  return callingScripts.includes(script) ? folder : undefined;
}

/** How a person in `folder` calls the command line of this checkout: npm finds it by itself only from inside. */
export function callingCommand(folder, checkout = repository) {
  const path = relative(checkout, folder);
  const isInside = path.split(sep)[0] !== '..' && !isAbsolute(path);
  const where = /\s/.test(checkout) ? `"${checkout}"` : checkout;
  return isInside ? 'npm run -s parasample --' : `npm --prefix ${where} run -s parasample --`;
}

import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { repository } from './folders.mjs';
import { ensureNode } from './node24.mjs';
import { ensurePackages } from './packages.mjs';

/** Progress goes to standard error: standard output belongs to what is run. */
export function say(line) {
  console.error(line);
}

/**
 * Makes the checkout ready to run, doing only what is missing.
 * @returns {Promise<{node: string, cli: string}>} the Node to run on, and the built command line
 */
export async function bootstrap() {
  const node = await ensureNode(say);
  await ensurePackages(say);
  await ensureBuild(node, say);
  return { node, cli: join(repository, 'out', 'main', 'cli.js') };
}

import { version } from '../package.json';

/** Set by the build: a hash of the sources that decide what a run computes. */
declare const __TRAINING_SOURCES__: string | undefined;

/** Names the code that trains: two runs with the same settings and code version compute the same. */
export const codeVersion =
  typeof __TRAINING_SOURCES__ === 'string' ? `${version}+${__TRAINING_SOURCES__}` : version;

import { stageCommandLine } from './command-line-package.mjs';

// Writes the command line, with all it needs, into the folder that is named.
stageCommandLine(process.argv[2]);

import type { ParseArgsOptionsConfig } from 'node:util';
import type { Folders } from '../../src-files/app-folders';
import type { Terminal } from './terminal';

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** What stands behind the name, such as `RUN [--json]`. */
  readonly usage: string;
  readonly about: string;
  /** Names of the arguments that are no options; one in [brackets] may be left out, the last of many ends in dots. */
  readonly positionals: readonly string[];
  readonly options: ParseArgsOptionsConfig;
  /** Returns the exit code. Throws ParasampleError. */
  run(input: CommandInput, surroundings: CommandSurroundings): Promise<number>;
}

export interface CommandInput {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
}

/** What commands touch of the world. */
export interface CommandSurroundings {
  readonly folders: Folders;
  readonly terminal: Terminal;
  /** Absolute path of the built worker. */
  readonly workerScript: string;
  /** Folder of the built page. */
  readonly pageFolder: string;
  /** Calls the listener at each Ctrl-C and polite request to end; returns what ends that. */
  onInterrupt(listener: () => void): () => void;
}

/** Whether outputs may replace what the app did not write. */
export const forceOption = { force: { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig;

export const jsonOption = { json: { type: 'boolean' } } as const satisfies ParseArgsOptionsConfig;

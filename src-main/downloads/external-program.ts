import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import { BadInputError, FailedError } from '../../src-shared/errors';

export interface ProgramOptions {
  /** What it is run for, as in "`doing` failed: ...". */
  readonly doing: string;
  /** What a person can do where the program is not there. */
  readonly remedy: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it runs; the root of the file system by default. */
  readonly folder?: string;
  readonly signal?: AbortSignal;
  /** Each whole line of standard output, as it comes. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a program to its end and returns its standard output.
 * @throws BadInputError where it is not installed, FailedError where it failed or was stopped.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  if (options.signal?.aborted) return Promise.reject(new FailedError(`${options.doing} was stopped.`));
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.environment },
      // Python and npm take code and settings from where they are started: never from where a person happens to be.
      cwd: options.folder ?? parse(process.execPath).root,
      signal: options.signal,
    });
    let output = '';
    let complaints = '';
    let unfinished = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const lines = (unfinished + text).split('\n');
      unfinished = lines.pop() ?? '';
      for (const line of lines) options.onLine?.(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    let startFailure: Error | undefined;
    // An error is followed by `close`, when a stopped program has really ended and writes no more.
    child.on('error', (error) => {
      startFailure = startError(error, command, options);
    });
    child.on('close', (code, signal) => {
      if (startFailure) reject(startFailure);
      else if (code === 0) resolve(output);
      else
        reject(
          new FailedError(
            `${options.doing} failed: ${lastLineOf(complaints || output, `${command} ended with ${signal ?? code}.`)}`,
          ),
        );
    });
  });
}

function startError(error: Error, command: string, options: ProgramOptions): Error {
  if (error.name === 'AbortError') return new FailedError(`${options.doing} was stopped.`);
  if ('code' in error && error.code === 'ENOENT')
    return new BadInputError(`${options.doing} needs ${command}, which is not there: ${options.remedy}`);
  return new FailedError(`${options.doing} failed: ${error.message}`);
}

/** Programs put the reason for giving up last; a compiler's is the first line that says so. */
function lastLineOf(text: string, otherwise: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /\berror: /i.test(line)) ?? lines[lines.length - 1] ?? otherwise;
}

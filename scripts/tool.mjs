import { spawn } from 'node:child_process';
import { SetupError } from './setup-error.mjs';

const remedies = {
  npm: 'please install Node.js with npm (https://nodejs.org), then try again.',
  tar: 'please install tar, then try again.',
};

/**
 * Runs a tool to its end, showing nothing of it unless it fails.
 * @param {string} doing what it is run for, as in "`doing` failed: ..."
 * @returns {Promise<string>} its standard output
 * @throws {SetupError} where the tool is missing or failed
 */
export function runTool(command, args, doing, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      complaints += text;
    });
    child.on('error', (error) => reject(startError(error, command, doing)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(
          new SetupError(
            `${doing} failed (${command}: ${signal ?? `exit code ${code}`}).\n${tail(complaints || output)}`,
            1,
          ),
        );
    });
  });
}

/** How to call npm: by the Node that runs this where npm started us, which works on every platform. */
export function npmCommand(args) {
  const ownNpm = process.env.npm_execpath;
  if (ownNpm?.endsWith('.js')) return { command: process.execPath, args: [ownNpm, ...args], shell: false };
  return { command: 'npm', args, shell: process.platform === 'win32' };
}

/** Runs npm to its end, as runTool does. */
export function runNpm(npmArgs, doing, options = {}) {
  const { command, args, shell } = npmCommand(npmArgs);
  return runTool(command, args, doing, { ...options, shell });
}

function startError(error, command, doing) {
  if (error.code !== 'ENOENT') return new SetupError(`${doing} failed: ${error.message}`, 1);
  return new SetupError(
    `${doing} needs ${command}, which is not there: ${remedies[command] ?? 'please install it, then try again.'}`,
  );
}

function tail(text) {
  return text.trimEnd().split('\n').slice(-12).join('\n');
}

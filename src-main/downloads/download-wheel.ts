import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FailedError } from '../../src-shared/errors';
import { runProgram } from './external-program';
import { folderSize } from './folder-size';
import { checkPip, pythonRemedy } from './pip';
import { sha256Of } from './sha256';

/** One file of the Python package index, pinned by its hash. MB = 10^6 bytes. */
export interface Wheel {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly sizeMB: number;
  /** What is unpacked of it, where that was measured. */
  readonly unpackedMB?: number;
}

/** Told of what is being done, and how far it is where that is known (MB = 10^6 bytes). */
export interface WheelOptions {
  readonly onProgress: (text: string, doneMB?: number, totalMB?: number) => void;
  readonly signal?: AbortSignal;
}

/** How often a wheel is gone on with whose connection was cut, by a pip that can (25.1 and newer); others do not know the variable. */
const timesResumed = '20';

/**
 * Fetches a wheel through pip, so that the person's own index, mirror and proxy settings hold, and checks its hash.
 * A file appears in `folder` only when it is whole and right; one that is there already is not fetched again.
 * @returns the wheel's path.
 * @throws BadInputError where python3 or pip is missing, FailedError where fetching or the check failed.
 */
export async function downloadWheel(
  wheel: Wheel,
  platforms: readonly string[],
  folder: string,
  options: WheelOptions,
): Promise<string> {
  const kept = keptWheel(wheel, folder);
  if (existsSync(kept)) return kept;
  await checkPip(`Downloading ${wheel.name}`, options.signal);
  const unfinished = `${kept}.unfinished-${process.pid}`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(join(unfinished, 'temporary'), { recursive: true });
  const stopWatching = watchSize(unfinished, wheel, options);
  try {
    await runProgram('python3', pipArguments(wheel, platforms, unfinished), {
      doing: `Downloading ${wheel.name} ${wheel.version}`,
      remedy: pythonRemedy,
      environment: {
        TMPDIR: join(unfinished, 'temporary'),
        PIP_RESUME_RETRIES: process.env.PIP_RESUME_RETRIES ?? timesResumed,
      },
      signal: options.signal,
    });
    stopWatching();
    renameSync(await theWheelIn(unfinished, wheel), kept);
    return kept;
  } finally {
    stopWatching();
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Where a wheel lies in `folder` once it is fetched whole and checked. */
export function keptWheel({ name, sha256 }: Wheel, folder: string): string {
  return join(folder, `${name}-${sha256.slice(0, 12)}.whl`);
}

function pipArguments(wheel: Wheel, platforms: readonly string[], destination: string): string[] {
  const target = ['--implementation', 'cp', '--python-version', '3.12', '--abi', 'cp312', '--abi', 'none'];
  return [
    ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-cache-dir'],
    ...['--no-deps', '--only-binary=:all:', ...target],
    ...platforms.flatMap((platform) => ['--platform', platform]),
    ...['--dest', destination, `${wheel.name}==${wheel.version}`],
  ];
}

/** pip tells a pipe nothing of its progress, so the growth of its files is what is shown. */
function watchSize(folder: string, wheel: Wheel, options: WheelOptions): () => void {
  const text = `Downloading ${wheel.name} ${wheel.version}, ${wheel.sizeMB} MB`;
  options.onProgress(text, 0, wheel.sizeMB);
  const timer = setInterval(() => {
    const doneMB = Math.min(folderSize(folder) / 1e6, wheel.sizeMB);
    options.onProgress(text, doneMB, wheel.sizeMB);
  }, 500);
  return () => clearInterval(timer);
}

async function theWheelIn(folder: string, wheel: Wheel): Promise<string> {
  const name = readdirSync(folder).find((each) => each.endsWith('.whl'));
  if (name === undefined) throw new FailedError(`pip reported success, but left no file of ${wheel.name}.`);
  await checkWheel(join(folder, name), wheel);
  return join(folder, name);
}

/** @throws FailedError where the file is not the one that Parasample was built for. */
export async function checkWheel(file: string, wheel: Wheel): Promise<void> {
  const found = await sha256Of(file);
  if (found === wheel.sha256) return;
  throw new FailedError(
    `The downloaded ${wheel.name} ${wheel.version} is not the file that was expected (SHA-256 ${found} instead of ${wheel.sha256}): it may be damaged or come from a changed mirror, so it was not used; please try again.`,
  );
}

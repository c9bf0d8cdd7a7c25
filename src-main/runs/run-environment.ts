import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { arch, cpus, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { version } from '../../package.json';
import type { DataFingerprint } from '../../src-shared/data/data-fingerprint';
import type { Device } from '../../src-shared/devices/devices';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { type RunEnvironment, runEnvironmentSchema } from '../../src-shared/runs/run-environment';
import { codeVersion } from '../code-version';
import { numericVariables } from '../processes/listened-variables';
import { cudaVersions } from '../runtime/wheels';

const fileName = 'environment.json';

/** A run for which the environment is told. */
export interface PlannedRun {
  readonly experiment: Experiment;
  /** Those of them that are there. */
  readonly devices: readonly Device[];
  /** What its data are read from, where that is known. */
  readonly data?: DataFingerprint | undefined;
}

/** What a run that starts now is made with. @param engine as `EngineInUse.text` */
export function presentEnvironment(engine: string, run?: PlannedRun): RunEnvironment {
  const { node, electron } = process.versions;
  const git = checkoutState();
  return {
    version,
    codeVersion,
    engine,
    node,
    ...(electron === undefined ? {} : { electron }),
    system: `${type()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryMB: Math.round(totalmem() / 1e6),
    ...(git ? { git } : {}),
    ...(run ? gpuFacts(run) : {}),
    variables: numericVariables(process.env, run?.experiment),
    ...(run?.data ? { data: run.data } : {}),
  };
}

function gpuFacts({ experiment, devices }: PlannedRun): Partial<RunEnvironment> {
  const gpus = devices.flatMap((device) => (device.kind === 'gpu' ? [device] : []));
  if (gpus.length === 0) return {};
  return {
    gpus: gpus.map(({ id, name, driver, computeCapability }) => ({
      id,
      name,
      driver,
      ...(computeCapability === undefined ? {} : { computeCapability }),
    })),
    ...cudaVersions,
    tf32: experiment.training.precision === 'tf32',
  };
}

/**
 * Keeps on which GPUs a run really computes, as they are now: it may have been given others, or go on elsewhere.
 * @param isAnew whether it begins with them; else it computed on the former ones too
 */
export function noteGpus(runFolder: string, run: PlannedRun, isAnew: boolean): void {
  const kept = keptEnvironment(runFolder);
  if (!kept) return;
  const { gpus = [], cuda: _cuda, cudnn: _cudnn, tf32: _tf32, ...others } = kept;
  const { gpus: present = [], ...facts } = gpuFacts(run);
  const former = isAnew ? [] : gpus;
  const all = [...former, ...present.filter((gpu) => !former.some((each) => isDeepStrictEqual(each, gpu)))];
  if (isDeepStrictEqual(all, gpus)) return;
  const changed = { ...others, ...(all.length > 0 ? { gpus: all } : {}), ...facts };
  keepEnvironment(runFolder, present.length > 0 || isAnew ? changed : kept);
}

/** Keeps it with the run. A run is not worth losing for a record that cannot be written. */
export function keepEnvironment(runFolder: string, environment: RunEnvironment): void {
  try {
    // Whole at any time: what the data were is in it too.
    writeFileSync(`${join(runFolder, fileName)}.writing`, JSON.stringify(environment, null, 2));
    renameSync(`${join(runFolder, fileName)}.writing`, join(runFolder, fileName));
  } catch {
    // The run itself soon says what is wrong with its folder.
  }
}

/** What a run was made with; undefined for runs of versions that did not keep it. */
export function keptEnvironment(runFolder: string): RunEnvironment | undefined {
  try {
    const text = readFileSync(join(runFolder, fileName), 'utf8');
    return runEnvironmentSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

let checkout: { readonly commit: string; readonly changed: boolean } | undefined | 'unread' = 'unread';

/** Commit and changes of the checkout that this app runs from, read once: the running code does not change. */
function checkoutState() {
  if (checkout === 'unread') checkout = readCheckout(__dirname);
  return checkout;
}

/** Undefined where `folder` is in no checkout, or there is no git. */
export function readCheckout(folder: string): { commit: string; changed: boolean } | undefined {
  const root = checkoutAbove(folder);
  if (root === undefined) return undefined;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  try {
    return { commit: git('rev-parse', 'HEAD'), changed: git('status', '--porcelain') !== '' };
  } catch {
    return undefined;
  }
}

function checkoutAbove(folder: string): string | undefined {
  // Our sources too: a home folder or a project around an installed package may be a checkout of its own.
  if (existsSync(join(folder, '.git')) && existsSync(join(folder, 'src-workers'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : checkoutAbove(parent);
}

import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { openNetwork } from '../../src-files/onnx/open-network';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { makeFolder } from '../make-folder';
import { refusedWriting } from '../refused-writing';

/** Where the files of networks of one's own are kept, each in a folder named by its content. */
export function networksFolder(home: string): string {
  return join(home, 'networks');
}

/**
 * The experiment with its network's file kept: copied to where no one changes it, so that the run is gone on with,
 * reproduced and predicted with whatever becomes of the person's file. Experiments with another network, or with one that
 * is kept already, stay as they are.
 * @throws BadInputError or FailedError where the file cannot be read, or not be copied
 */
export function withKeptNetwork(experiment: Experiment, home: string): Experiment {
  const { model } = experiment;
  if (model.kind !== 'onnx' || isKeptIn(home, model.path)) return experiment;
  const path = resolve(model.path);
  return { ...experiment, model: { ...model, path: keep(path, openNetwork(path).files, home) } };
}

/** Whether a file is one that was kept in this home. */
export function isKeptIn(home: string, path: string): boolean {
  return dirname(dirname(resolve(path))) === networksFolder(home);
}

/**
 * Copies a file, and those that belong to it, to where no one changes them.
 * @returns its place there
 */
export function keep(path: string, files: readonly string[], home: string): string {
  const folder = join(networksFolder(home), contentOf(path, files));
  if (existsSync(folder)) touch(folder);
  else copyInto(folder, dirname(path), files);
  return join(folder, basename(path));
}

/** What no run needs is freed when it is old: this one is needed from now on. */
function touch(folder: string): void {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
  } catch (error) {
    throw refusedWriting(error, 'The network', folder);
  }
}

/** @throws BadInputError where a kept network is not what its folder's name says */
export function refuseChangedNetwork(path: string, files: readonly string[], setting = 'model.path'): void {
  const kept = basename(dirname(path));
  const isKept = basename(dirname(dirname(path))) === 'networks' && /^[0-9a-f]{64}$/.test(kept);
  if (!isKept || contentOf(path, files) === kept) return;
  throw new BadInputError(
    `${setting}: ${path} was kept with its run and has been changed since; put it back as it was, or start a new run from the file that it came from.`,
  );
}

/** SHA-256 of all files and their places beside the network's. */
function contentOf(path: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${relative(dirname(path), file)}\0`);
    for (const part of partsOf(file)) hash.update(part);
  }
  return hash.digest('hex');
}

const partBytes = 1 << 20;

/** A file's bytes a piece at a time: networks are as large as memory. Each piece lies where the one before did. */
function* partsOf(file: string): Generator<Uint8Array> {
  const buffer = new Uint8Array(partBytes);
  const opened = openSync(file, 'r');
  try {
    for (let read = readSync(opened, buffer); read > 0; read = readSync(opened, buffer))
      yield buffer.subarray(0, read);
  } finally {
    closeSync(opened);
  }
}

function copyInto(folder: string, from: string, files: readonly string[]): void {
  try {
    makeFolder(dirname(folder));
    const half = mkdtempSync(`${folder}-`);
    for (const file of files) {
      const target = join(half, relative(from, file));
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(file, target);
    }
    // Another process may have kept the same meanwhile.
    if (existsSync(folder)) rmSync(half, { recursive: true });
    else renameSync(half, folder);
  } catch (error) {
    throw refusedWriting(error, 'The network', folder);
  }
}

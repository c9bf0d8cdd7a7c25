import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import { noteRead } from '../fingerprinting';
import { beforeSoftmax } from './before-softmax';
import { decodeNetwork } from './decode-network';
import type { ExternalBytes } from './decode-tensor';
import { inNewerTerms } from './earlier-opset';
import { inlinedControlFlow } from './inlined-control-flow';
import type { NetworkFile } from './network-file';

/** Opsets whose operators mean here what they say. */
const opsets = { first: 11, last: 28 } as const;

/**
 * Reads an ONNX file and the files beside it that hold its weights.
 * @throws BadInputError naming the file and what is wrong with it
 */
export function openNetwork(path: string): NetworkFile {
  const bytes = bytesOfFile(path);
  const beside = new Map<string, Uint8Array>();
  const external: ExternalBytes = (location, offset, length) => {
    const file = placeBeside(path, location);
    const all = beside.get(file) ?? bytesOfFile(file);
    beside.set(file, all);
    if (offset >= 0 && length >= 0 && offset + length <= all.length)
      return all.subarray(offset, offset + length);
    throw new BadInputError(
      `${location} beside it has ${all.length} bytes, too few for the weights that it should hold.`,
    );
  };
  const network = asked(path, () => decodeNetwork(bytes, external));
  refuseOtherOpset(path, network.opset);
  const inlined = inlinedControlFlow({ path, files: [path, ...beside.keys()], ...network });
  return inNewerTerms(beforeSoftmax(inlined));
}

function asked<Value>(path: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadInputError)
      throw new BadInputError(`model.path: ${path} is damaged or no ONNX file: ${error.message}`);
    throw error;
  }
}

function bytesOfFile(path: string): Uint8Array {
  try {
    if (!statSync(path).isFile())
      throw new BadInputError(`model.path: ${path} is no plain file; an ONNX file is needed.`);
    const bytes = readFileSync(path);
    noteRead(path, bytes);
    return bytes;
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    throw new BadInputError(`model.path: ${path} cannot be read: ${whyUnreadable(error)}.`);
  }
}

/** @throws BadInputError for a place outside of the network's own folder, by whatever path or link */
function placeBeside(path: string, location: string): string {
  const folder = dirname(path);
  const file = join(folder, location);
  const isBelow = (from: string, to: string) => {
    const below = relative(from, to);
    return below !== '' && !isAbsolute(below) && below.split(sep)[0] !== '..';
  };
  if (isAbsolute(location) || !isBelow(folder, file) || !isBelow(realFolder(folder), realFolder(file)))
    throw new BadInputError(`its weights should lie at ${location}, outside of the file’s own folder.`);
  return file;
}

/** With links followed; where nothing is there, reading it says so. */
function realFolder(place: string): string {
  try {
    return realpathSync(place);
  } catch {
    return place;
  }
}

function refuseOtherOpset(path: string, opset: number): void {
  if (opset >= opsets.first && opset <= opsets.last) return;
  const how = 'export it with opset_version=18';
  throw new BadInputError(
    `model.path: ${path} is written in opset ${opset}, and opsets ${opsets.first} to ${opsets.last} are read here; ${how}.`,
  );
}

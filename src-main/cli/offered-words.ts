import { existsSync } from 'node:fs';
import { datasetIdSchema } from '../../src-shared/datasets/data-settings';
import { parallelModeSchema } from '../../src-shared/experiment/experiment';
import { drawsSchema, exportFormatSchema } from '../../src-shared/posterior-work';
import { runExportFormatSchema } from '../../src-shared/run-export-formats';
import { presets } from '../api/presets';
import { readDevices } from '../devices/devices';
import { storeFile } from '../store/backup-files';
import type { CommandSurroundings } from './command';
import { completionShells } from './completion';
import { withCore } from './open-core';
import { settingWords } from './setting-words';

/** A word that may stand somewhere on a command line, and what it is, in a few words. */
export interface OfferedWord {
  readonly word: string;
  readonly about?: string;
}

/** What a command line is asked about: the words before, the one begun, and where it runs. */
export interface WordQuestion {
  /** From the command on, the one begun not among them. */
  readonly before: readonly string[];
  readonly begun: string;
  readonly surroundings: CommandSurroundings;
}

/** What may stand at a place: words of its own, or files that the shell itself completes. */
export interface PlaceOffers {
  readonly words?: (question: WordQuestion) => Promise<readonly OfferedWord[]> | readonly OfferedWord[];
  readonly files?: 'files' | 'folders';
}

const those = (words: readonly string[]): PlaceOffers => ({ words: () => words.map((word) => ({ word })) });

/** By the name of an option; the same name means the same in all commands. */
export const optionOffers: Readonly<Record<string, PlaceOffers>> = {
  mode: those(parallelModeSchema.options),
  devices: { words: deviceWords },
  set: { words: settingWords },
  format: those([...exportFormatSchema.options, ...runExportFormatSchema.options]),
  draws: those(drawsSchema.options),
  out: { files: 'files' },
  input: { files: 'files' },
  'tls-cert': { files: 'files' },
  'tls-key': { files: 'files' },
};

/** By the name of an argument, as usage lines write it. */
export const argumentOffers: Readonly<Record<string, PlaceOffers>> = {
  RUN: { words: runWords },
  'FILE|PRESET': {
    words: () => presets().map(({ id, title }) => ({ word: id, about: title })),
    files: 'files',
  },
  'RUN|EXPERIMENT': { words: runWords, files: 'files' },
  FILE: { files: 'files' },
  EXPERIMENT: { files: 'files' },
  fetch: those(['fetch']),
  ID: those(datasetIdSchema.options),
  ACTION: those(['check', 'backup', 'restore']),
  SHELL: those(completionShells),
};

async function runWords({ surroundings }: WordQuestion): Promise<readonly OfferedWord[]> {
  // Asking must not make a home.
  if (!existsSync(storeFile(surroundings.folders.home))) return [];
  return withCore(surroundings, async ({ api }) =>
    (await api.runs()).map(({ id, status }) => ({ word: id, about: status })),
  );
}

/** Devices behind those that the list names already. */
async function deviceWords({ begun }: WordQuestion): Promise<readonly OfferedWord[]> {
  const list = begun.slice(0, begun.lastIndexOf(',') + 1);
  const { devices } = await readDevices();
  return devices
    .filter(({ id }) => !list.split(',').includes(id))
    .map(({ id, name }) => ({ word: `${list}${id}`, about: name }));
}

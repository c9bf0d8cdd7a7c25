import { existsSync } from 'node:fs';
import { calibrationMethodSchema } from '../../../src-shared/assessment/calibration';
import { datasetIdSchema } from '../../../src-shared/experiment/data';
import { parallelModeSchema } from '../../../src-shared/experiment/experiment';
import { drawsSchema, exportFormatSchema } from '../../../src-shared/posterior/posterior-work';
import { runExportFormatSchema } from '../../../src-shared/runs/run-export-formats';
import { presets } from '../../api/presets';
import { readDevices } from '../../devices/devices';
import { storeFile } from '../../store/backup-files';
import { withCore } from '../open-core';
import { settingWords } from '../setting-words';
import { completionShells } from './completion';
import type { OfferedWord, PlaceOffers, WordQuestion } from './offered-word';

const those = (words: readonly string[]): PlaceOffers => ({ words: () => words.map((word) => ({ word })) });

/** By the name of an option; the same name means the same in all commands. */
export const optionOffers: Readonly<Record<string, PlaceOffers>> = {
  mode: those(parallelModeSchema.options),
  on: those(['cluster']),
  devices: { words: deviceWords },
  set: { words: settingWords },
  format: those([...exportFormatSchema.options, ...runExportFormatSchema.options]),
  method: those(calibrationMethodSchema.options),
  ood: { words: () => ['noise', ...datasetIdSchema.options].map((word) => ({ word })), files: 'files' },
  data: { files: 'files' },
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
  'RUN|STUDY': { words: runOrStudyWords },
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

async function runOrStudyWords(question: WordQuestion): Promise<readonly OfferedWord[]> {
  const { surroundings } = question;
  const runs = await runWords(question);
  if (!existsSync(storeFile(surroundings.folders.home))) return runs;
  const studies = await withCore(surroundings, ({ api }) => api.studies());
  return [...runs, ...studies.map(({ id, state }) => ({ word: id, about: `study, ${state}` }))];
}

/** Devices behind those that the list names already. */
async function deviceWords({ begun }: WordQuestion): Promise<readonly OfferedWord[]> {
  const list = begun.slice(0, begun.lastIndexOf(',') + 1);
  const { devices } = await readDevices();
  return devices
    .filter(({ id }) => !list.split(',').includes(id))
    .map(({ id, name }) => ({ word: `${list}${id}`, about: name }));
}

import { BadInputError, FailedError } from '../../../src-shared/errors';
import { type DatasetId, datasetIdSchema } from '../../../src-shared/experiment/data';
import type { DatasetInfo } from '../../../src-shared/protocol/api';
import { didYouMean } from '../../../src-shared/words/nearest';
import { presets } from '../../api/presets';
import { fetchDataset, listDatasets } from '../../datasets/datasets';
import { type Command, type CommandSurroundings, jsonOption } from '../command';

export const datasetsCommand: Command = {
  name: 'datasets',
  usage: '[fetch ID] [--json]',
  about: 'Lists the data sets, or fetches one and says how to train on it.',
  positionals: ['[fetch]', '[ID]'],
  options: jsonOption,
  run: async (input, surroundings) => {
    const [verb, name] = input.positionals;
    const { terminal, folders } = surroundings;
    const asJson = input.flag('json');
    const id = verb === undefined ? undefined : namedDataset(verb, name);
    if (id !== undefined) await fetch(id, surroundings);
    const datasets = await listDatasets(folders.cache);
    const fetched = datasets.find((dataset) => dataset.id === id);
    if (asJson) terminal.json(fetched ?? datasets);
    else for (const line of fetched ? [fetchedText(fetched)] : datasets.map(listedText)) terminal.line(line);
    return 0;
  },
};

function listedText({ id, title, state, downloadMB }: DatasetInfo): string {
  return `${id.padEnd(14)} ${title}: ${state === 'ready' ? 'ready' : `not fetched (${downloadMB} MB)`}`;
}

/** What there is now, and a preset that trains on it, or else how an experiment names it. */
function fetchedText({ id, title, downloadMB }: DatasetInfo): string {
  const preset = presets().find(({ experiment }) => experiment.data.dataset === id);
  return `${title} ${downloadMB === 0 ? 'comes with Parasample' : 'is fetched'}; ${
    preset
      ? `\`parasample run ${preset.id}\` trains on it.`
      : `an experiment trains on it with \`data: {dataset: ${id}}\`.`
  }`;
}

function namedDataset(verb: string, id: string | undefined): DatasetId {
  const known = datasetIdSchema.options.join(', ');
  if (verb !== 'fetch')
    throw new BadInputError(`\`parasample datasets\` takes nothing or \`fetch ID\`, not ${verb}.`);
  if (id === undefined) throw new BadInputError(`Name the data set to fetch: one of ${known}.`);
  const parsed = datasetIdSchema.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new BadInputError(
    `There is no data set named ${id}; there are ${known}.${didYouMean(id, datasetIdSchema.options)}`,
  );
}

async function fetch(id: DatasetId, { terminal, folders, onInterrupt }: CommandSurroundings): Promise<void> {
  const controller = new AbortController();
  const unsubscribe = onInterrupt(() => controller.abort(new FailedError('Fetching was cancelled.')));
  const onProgress = (doneMB: number, totalMB: number) =>
    terminal.status(`Fetching ${id}: ${doneMB.toFixed(1)} of ${totalMB.toFixed(1)} MB`);
  try {
    await fetchDataset(id, folders.cache, { onProgress, signal: controller.signal });
  } finally {
    unsubscribe();
  }
}

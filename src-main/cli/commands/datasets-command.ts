import { BadInputError, FailedError } from '../../../src-shared/errors';
import { datasetIdSchema } from '../../../src-shared/experiment/data';
import { didYouMean } from '../../../src-shared/words/nearest';
import { fetchDataset, listDatasets } from '../../datasets/datasets';
import { type Command, type CommandSurroundings, jsonOption } from '../command';

export const datasetsCommand: Command = {
  name: 'datasets',
  usage: '[fetch ID] [--json]',
  about: 'Lists the data sets, or fetches one.',
  positionals: ['[fetch]', '[ID]'],
  options: jsonOption,
  run: async (input, surroundings) => {
    const [verb, id] = input.positionals;
    if (verb !== undefined) await fetch(verb, id, surroundings);
    const { terminal, folders } = surroundings;
    const datasets = await listDatasets(folders.cache);
    if (input.flag('json')) terminal.json(datasets);
    else
      for (const { id: name, title, state, downloadMB } of datasets)
        terminal.line(
          `${name.padEnd(14)} ${title}: ${state === 'ready' ? 'ready' : `not fetched (${downloadMB} MB)`}`,
        );
    return 0;
  },
};

async function fetch(verb: string, id: string | undefined, surroundings: CommandSurroundings): Promise<void> {
  const known = datasetIdSchema.options.join(', ');
  if (verb !== 'fetch')
    throw new BadInputError(`\`parasample datasets\` takes nothing or \`fetch ID\`, not ${verb}.`);
  if (id === undefined) throw new BadInputError(`Name the data set to fetch: one of ${known}.`);
  const parsed = datasetIdSchema.safeParse(id);
  if (!parsed.success)
    throw new BadInputError(
      `There is no data set named ${id}; there are ${known}.${didYouMean(id, datasetIdSchema.options)}`,
    );
  const { terminal, folders } = surroundings;
  const controller = new AbortController();
  const unsubscribe = surroundings.onInterrupt(() =>
    controller.abort(new FailedError('Fetching was cancelled.')),
  );
  const onProgress = (doneMB: number, totalMB: number) =>
    terminal.status(`Fetching ${id}: ${doneMB.toFixed(1)} of ${totalMB.toFixed(1)} MB`);
  try {
    await fetchDataset(parsed.data, folders.cache, { onProgress, signal: controller.signal });
  } finally {
    unsubscribe();
  }
}

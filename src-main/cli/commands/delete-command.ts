import type { Api } from '../../../src-shared/protocol/api';
import { type Command, jsonOption } from '../command';
import { namedRemovedRun, namedRun } from '../named-run';
import { withCore } from '../open-core';

export const deleteCommand: Command = {
  name: 'delete',
  usage: 'RUN... [--undo] [--json]',
  about: 'Deletes runs that are over, with their files; `--undo` brings them back within ten minutes.',
  positionals: ['RUN...'],
  options: { ...jsonOption, undo: { type: 'boolean' } },
  run: (input, surroundings) =>
    withCore(surroundings, async ({ api }) => {
      const { terminal } = surroundings;
      const isUndone = input.flag('undo');
      const ids = await (isUndone ? broughtBack : deleted)(api, input.positionals);
      if (input.flag('json')) terminal.json(isUndone ? { restored: ids } : { deleted: ids });
      else if (isUndone) terminal.line(`Brought back ${ids.join(', ')}.`);
      else {
        terminal.line(`Deleted ${ids.join(', ')}.`);
        terminal.note(
          `For ten minutes \`parasample delete ${ids.join(' ')} --undo\` brings back what was there.`,
        );
      }
      return 0;
    }),
};

async function deleted(api: Api, texts: readonly string[]): Promise<readonly string[]> {
  const ids = await Promise.all(texts.map((text) => namedRun(api, text)));
  await api.removeMany(ids);
  return ids;
}

/** Throws BadInputError naming a run that can no longer be brought back. */
async function broughtBack(api: Api, texts: readonly string[]): Promise<readonly string[]> {
  const ids = await Promise.all(texts.map((text) => namedRemovedRun(api, text)));
  await api.restoreRemoved(ids);
  for (const id of ids) await api.run(id);
  return ids;
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BadInputError, FailedError } from '../../../src-shared/errors';
import { didYouMean } from '../../../src-shared/words/nearest';
import { refuseFileAsFolder } from '../../own-folder';
import { isAlive, isOfThisMachine } from '../../processes/owner-process';
import { backUpStore } from '../../store/back-up-store';
import { listBackups, newBackupFile, replacedFile, storeFile } from '../../store/backup-files';
import { checkStore } from '../../store/check-store';
import { restoreStore } from '../../store/restore-store';
import { type Command, type CommandInput, type CommandSurroundings, jsonOption } from '../command';
import { localMinute } from '../local-minute';
import { free, space } from '../space-actions';

/** Works on the file alone, but for what runs take: it serves where the database is too damaged to be opened. */
export const storeCommand: Command = {
  name: 'store',
  usage: '[check [FILE] | backup [FILE] | restore FILE | space | free] [--json]',
  about:
    'Lists the backups of the database, checks it, copies it, or goes back to a copy; tells and frees what runs take of the disk.',
  positionals: ['[ACTION]', '[FILE]'],
  options: jsonOption,
  run: async (input, surroundings) => {
    const [action = 'list', named] = input.positionals;
    const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!act)
      throw new BadInputError(
        `\`parasample store\` can check, backup, restore, space and free, not ${action}.${didYouMean(action, Object.keys(actions))}`,
      );
    refuseFileAsFolder({ path: surroundings.folders.home, holds: 'the runs', variable: 'PARASAMPLE_HOME' });
    return act(named === undefined ? undefined : resolve(named), input, surroundings);
  },
};

type Action = (
  named: string | undefined,
  input: CommandInput,
  surroundings: CommandSurroundings,
) => Promise<number>;

const actions: Readonly<Record<string, Action>> = { list, check, backup, restore, space, free };

async function list(_named: string | undefined, input: CommandInput, surroundings: CommandSurroundings) {
  const { terminal, folders } = surroundings;
  const backups = listBackups(folders.home);
  if (input.flag('json')) terminal.json({ file: storeFile(folders.home), backups });
  else if (backups.length === 0)
    terminal.note(`${storeFile(folders.home)} has no backups yet; \`parasample store backup\` makes one.`);
  for (const { name, sizeMB, written } of input.flag('json') ? [] : backups)
    terminal.line(`${name.padEnd(48)} ${localMinute(written)} ${sizeMB.toFixed(1)} MB`);
  return 0;
}

async function check(named: string | undefined, input: CommandInput, surroundings: CommandSurroundings) {
  const { terminal, folders } = surroundings;
  const file = named ?? storeFile(folders.home);
  if (!existsSync(file)) throw new BadInputError(`There is no database ${file}.`);
  const problems = checkStore(file);
  if (input.flag('json')) terminal.json({ file, problems });
  else for (const problem of problems) terminal.line(problem);
  if (problems.length > 0)
    throw new FailedError(
      `The database ${file} is damaged; \`parasample store restore FILE\` goes back to a backup.`,
    );
  if (!input.flag('json')) terminal.line(`${file} is sound.`);
  return 0;
}

async function backup(named: string | undefined, input: CommandInput, surroundings: CommandSurroundings) {
  const { home } = surroundings.folders;
  const target = named ?? newBackupFile(home, new Date());
  await withProgress('Copying the database', surroundings, (work) =>
    backUpStore(storeFile(home), target, work),
  );
  tell({ file: target }, target, input, surroundings);
  return 0;
}

async function restore(named: string | undefined, input: CommandInput, surroundings: CommandSurroundings) {
  if (named === undefined)
    throw new BadInputError('Name the backup to go back to: `parasample store restore FILE`.');
  if (!existsSync(named)) throw new BadInputError(`There is no file ${named} to restore.`);
  const { home } = surroundings.folders;
  const file = storeFile(home);
  const isOwned = (owner: string) => isAlive(owner, home);
  const keepAs = replacedFile(file, new Date());
  await withProgress('Restoring the database', surroundings, (work) =>
    restoreStore({ ...work, file, backup: named, keepAs, isAlive: isOwned, isOfThisMachine, isInUse: false }),
  );
  const replaced = existsSync(keepAs) ? keepAs : null;
  const kept = replaced === null ? '' : `; what it replaced is kept as ${replaced}`;
  tell({ file, replaced }, `${file} is as ${named} was${kept}.`, input, surroundings);
  return 0;
}

function tell(result: unknown, text: string, input: CommandInput, { terminal }: CommandSurroundings): void {
  if (input.flag('json')) terminal.json(result);
  else terminal.line(text);
}

/** Shows how far copying is, and ends it at Ctrl-C with nothing written. */
async function withProgress(
  title: string,
  { terminal, onInterrupt }: CommandSurroundings,
  work: (controls: {
    readonly signal: AbortSignal;
    readonly onProgress: (doneMB: number, totalMB: number) => void;
  }) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const unsubscribe = onInterrupt(() => controller.abort());
  const onProgress = (doneMB: number, totalMB: number) =>
    terminal.status(`${title}: ${doneMB.toFixed(1)} of ${totalMB.toFixed(1)} MB`);
  try {
    await work({ signal: controller.signal, onProgress });
  } finally {
    unsubscribe();
  }
}

import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Checked } from '../../src-shared/experiment/problems';
import type { Outcome } from '../../src-shared/protocol/api';
import type { ChosenFolders } from './chosen-folders';
import type { ServedCore } from './connection';
import { ownPathSettings, ownPaths, pathsIn, pathsOfRun, runsReadAgain } from './window-paths';

/** Asks the person, outside of the window, whether the window may use the files of a folder. */
export type AskForFolder = (folder: string) => Promise<boolean>;

/**
 * The core for a window: a call that names a path outside of the chosen folders is refused, unless the person adds the
 * folder when asked. Where nobody can be asked, the refusal says how to choose another.
 */
export function windowCore(core: ServedCore, folders: ChosenFolders, ask?: AskForFolder): ServedCore {
  const isAllowed = async (path: string, mayAsk: boolean): Promise<boolean> => {
    if (folders.has(path)) return true;
    const folder = folderOf(resolve(path));
    if (!mayAsk || !ask || !(await ask(folder))) return false;
    folders.add(folder);
    return folders.has(path);
  };
  return {
    call: async (name, args) => {
      const isCheck = name === 'check';
      // These are asked for with every key that is typed.
      const isTyped = isCheck || name === 'estimate';
      for (const path of [...pathsIn(name, args), ...(await pathsAgain(core, name, args))])
        if (!(await isAllowed(path, !isTyped))) {
          const message = refusalOf(path, folders);
          return isCheck
            ? asProblem(settingOf(path, args), message)
            : { ok: false, kind: 'bad-input', message };
        }
      return core.call(name, args);
    },
    subscribe: (listener) => core.subscribe(listener),
  };
}

/** What a call reads besides what it names. */
async function pathsAgain(
  core: ServedCore,
  name: string,
  args: readonly unknown[],
): Promise<readonly string[]> {
  const runs = await Promise.all(runsReadAgain(name, args).map((runId) => core.call('run', [runId])));
  return runs.flatMap((run) => (run.ok ? pathsOfRun(run.value) : []));
}

function asProblem(setting: string, message: string): Outcome<Checked> {
  return { ok: true, value: { ok: false, problems: [{ path: setting, message }] } };
}

/** The setting of the experiment that names it. */
function settingOf(path: string, [experiment]: readonly unknown[]): string {
  return ownPathSettings[ownPaths(experiment).lastIndexOf(path)] ?? 'data.path';
}

function refusalOf(path: string, { list }: ChosenFolders): string {
  return `${resolve(path)} is not in the folders that the window may use (${list.join(', ')}, without what is hidden there); to choose others, start Parasample with PARASAMPLE_FOLDERS set to them.`;
}

function folderOf(path: string): string {
  return isFolder(path) ? path : dirname(path);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

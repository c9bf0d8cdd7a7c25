import { statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Api } from '../../src-shared/protocol/api';
import type { CoreEvent } from '../../src-shared/protocol/core-event';
import { taskTitles } from '../../src-shared/tasks';
import { isAlive, isOfThisMachine } from '../processes/owner-process';
import { freeCheckpoints, spaceOfRuns } from '../runs/run-space';
import type { RunSupervisor } from '../runs/run-supervisor';
import { backUpStore } from '../store/back-up-store';
import { backupNamed, listBackups, newBackupFile, replacedFile, storeFile } from '../store/backup-files';
import { checkStoreInThread } from '../store/check-store-in-thread';
import { restoreStore } from '../store/restore-store';
import type { Store } from '../store/store';
import type { Tasks } from './tasks';

export interface StorageContext {
  readonly home: string;
  readonly supervisor: RunSupervisor;
  readonly tasks: Tasks;
  readonly store: Store;
  readonly onEvent: (event: CoreEvent) => void;
}

/** The database as a file: whether it is sound, copies of it, and going back to one; and what runs take beside it. */
export function storageMethods({
  home,
  supervisor,
  tasks,
  store,
  onEvent,
}: StorageContext): Pick<
  Api,
  'storage' | 'runSpace' | 'freeCheckpoints' | 'checkStore' | 'backUpStore' | 'restoreStore'
> {
  const file = storeFile(home);
  const folderOf = (runId: string) => supervisor.runFolder(runId);
  // One after the other: two windows that free the same would each tell that they did.
  let freeing: Promise<number> = Promise.resolve(0);
  return {
    storage: async () => ({
      file,
      sizeMB: statSync(file).size / 1e6,
      health: supervisor.health,
      backups: listBackups(home),
    }),
    runSpace: async () => {
      await store.table.read();
      return spaceOfRuns(
        store.table.rows().map(({ summary }) => summary),
        folderOf,
      );
    },
    freeCheckpoints: async (runIds) => {
      const runs = runIds.map((runId) => supervisor.summary(runId));
      const freed = freeing.then(() => freeCheckpoints(runs, folderOf));
      freeing = freed.catch(() => 0);
      const freedMB = await freed;
      onEvent({ type: 'kept', what: 'checkpoints' });
      return { freedMB };
    },
    checkStore: async () => ({ problems: await checkStoreInThread(file) }),
    backUpStore: async () => {
      const target = newBackupFile(home, new Date());
      await tasks.wait(taskTitles.backUpStore, taskTitles.backUpStore, (controls) =>
        backUpStore(file, target, { ...controls, check: checkStoreInThread }),
      );
      onEvent({ type: 'kept', what: 'backups' });
      return { file: target };
    },
    restoreStore: async (name) => {
      const backup = backupNamed(home, name);
      if (backup === undefined)
        throw new BadInputError(`There is no backup named ${name} in ${join(home, 'backups')} any more.`);
      const keepAs = replacedFile(file, new Date());
      await tasks.wait(taskTitles.restoreStore, taskTitles.restoreStore, (controls) =>
        restoreStore({
          ...controls,
          file,
          backup,
          keepAs,
          isAlive: (owner) => isAlive(owner, home),
          isOfThisMachine,
          isInUse: true,
          check: checkStoreInThread,
        }),
      );
      return { replaced: keepAs };
    },
  };
}

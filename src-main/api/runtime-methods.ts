import { sentenceOf } from '../../src-shared/errors';
import type { Api, RuntimeState } from '../../src-shared/protocol/api';
import { runtimeTaskTitle } from '../../src-shared/tasks';
import type { WorkerLauncher } from '../processes/worker-process';
import { fittingRuntime, installedRuntime, installRuntime } from '../runtime/runtime';
import type { Tasks } from './tasks';

interface RuntimeContext {
  readonly cacheFolder: string;
  readonly launcher: WorkerLauncher;
  readonly tasks: Tasks;
}

/** The TensorFlow runtime: whether it is there, and its installation as a task. */
export function runtimeMethods(context: RuntimeContext): Pick<Api, 'runtime' | 'installRuntime'> {
  return {
    runtime: () => runtimeState(context.cacheFolder),
    installRuntime: async () => ({ taskId: startInstallation(context) }),
  };
}

async function runtimeState(cacheFolder: string): Promise<RuntimeState> {
  if (installedRuntime(cacheFolder)) return { kind: 'installed' };
  try {
    return { kind: 'installable', downloadMB: (await fittingRuntime()).downloadMB };
  } catch (error) {
    return { kind: 'impossible', reason: sentenceOf(error, 'Installing TensorFlow') };
  }
}

function startInstallation({ cacheFolder, launcher, tasks }: RuntimeContext): string {
  return tasks.start('runtime', runtimeTaskTitle, async ({ signal, onProgress, onStep }) => {
    await installRuntime({
      cacheFolder,
      launcher,
      signal,
      onProgress: (step, doneMB, totalMB) => {
        onStep(step);
        if (doneMB !== undefined) onProgress(doneMB, totalMB);
      },
    });
  });
}

import { runProgram } from './external-program';

/**
 * Loads compiled libraries, one after the other, in a process of its own, since a library that does not fit this
 * machine may end the process.
 * @throws FailedError with the loader's complaint.
 */
export async function checkLibraries(paths: readonly string[], signal?: AbortSignal): Promise<void> {
  const loading = paths.map((path) => `require(${JSON.stringify(path)})`).join(';');
  await runProgram(process.execPath, ['-e', loading], {
    doing: 'Loading what was compiled against TensorFlow',
    remedy: '',
    // Electron's own executable behaves as Node with the first of these.
    environment: { ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '3' },
    signal,
  });
}

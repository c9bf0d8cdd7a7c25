import { runProgram } from './external-program';

/**
 * Loads a binding in a process of its own, since a library that does not fit this machine may end the process.
 * @throws FailedError with the loader's complaint.
 */
export async function checkBinding(binding: string, signal?: AbortSignal): Promise<void> {
  await runProgram(process.execPath, ['-e', `require(${JSON.stringify(binding)})`], {
    doing: 'Loading the compiled TensorFlow binding',
    remedy: '',
    // Electron's own executable behaves as Node with the first of these.
    environment: { ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '3' },
    signal,
  });
}

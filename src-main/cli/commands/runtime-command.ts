import { BadInputError, FailedError } from '../../../src-shared/errors';
import { ChildProcessLauncher } from '../../processes/child-process-launcher';
import type { Variant } from '../../runtime/installation';
import { installRuntime } from '../../runtime/runtime';
import type { Command, CommandInput } from '../command';

export const runtimeCommand: Command = {
  name: 'runtime',
  usage: '[--cuda | --cpu]',
  about: 'Installs the TensorFlow runtime; for CUDA where an NVIDIA driver is found, unless told otherwise.',
  positionals: [],
  options: { cuda: { type: 'boolean' }, cpu: { type: 'boolean' } },
  run: async (input, { folders, terminal, onInterrupt, workerScript }) => {
    const variant = variantOf(input);
    const controller = new AbortController();
    const unsubscribe = onInterrupt(() =>
      controller.abort(new FailedError('The installation was cancelled.')),
    );
    let lastStep = '';
    try {
      const runtime = await installRuntime({
        cacheFolder: folders.cache,
        ...(variant === undefined ? {} : { variant }),
        onProgress: (text, doneMB, totalMB) => {
          if (text !== lastStep) terminal.note(text);
          lastStep = text;
          if (doneMB !== undefined) terminal.status(amount(doneMB, totalMB));
        },
        signal: controller.signal,
        launcher: new ChildProcessLauncher(workerScript),
      });
      terminal.note(`TensorFlow ${runtime.version} (${runtime.variant}) is ready.`);
      return 0;
    } finally {
      unsubscribe();
    }
  },
};

function variantOf(input: CommandInput): Variant | undefined {
  if (input.flag('cuda') && input.flag('cpu')) throw new BadInputError('Choose one of --cuda and --cpu.');
  if (input.flag('cuda')) return 'cuda';
  return input.flag('cpu') ? 'cpu' : undefined;
}

function amount(doneMB: number, totalMB: number | undefined): string {
  return totalMB === undefined
    ? `${doneMB.toFixed(0)} MB`
    : `${doneMB.toFixed(0)} of ${totalMB.toFixed(0)} MB`;
}

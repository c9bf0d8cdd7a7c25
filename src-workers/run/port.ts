import { type FromWorker, type ToWorker, toWorkerSchema } from '../../src-shared/protocol/worker-protocol';

/** The worker's line to the core, whichever shell started it. */
export interface Port {
  post(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
}

/** Electron's utility processes talk through this; @types/node does not know it. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** Connects to the core. A child process ends by itself when the core's end of its channel goes away. */
export function openPort(): Port {
  const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;
  if (parentPort)
    return {
      post: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(toWorkerSchema.parse(data))),
    };
  process.once('disconnect', () => process.exit(0));
  return {
    post: (message) => {
      process.send?.(message);
    },
    onMessage: (listener) => process.on('message', (data) => listener(toWorkerSchema.parse(data))),
  };
}

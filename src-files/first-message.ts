import type { Worker } from 'node:worker_threads';

interface Wait {
  /** What is thrown where the thread ends without a message. */
  readonly ended: () => Error;
  /** How long to wait at most, and what is thrown then. */
  readonly patience?: { readonly seconds: number; readonly over: () => Error };
}

/** The first message of a thread, which is ended then. Throws what the thread throws, and as `wait` says. */
export async function firstMessage<Message>(thread: Worker, { ended, patience }: Wait): Promise<Message> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Message>((resolve, reject) => {
      if (patience) timer = setTimeout(() => reject(patience.over()), patience.seconds * 1000);
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(ended()));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

import { isatty } from 'node:tty';

/** Whether this process has anything of a terminal, as it was when it began: a closed one is none any more. */
const hasTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor));

/**
 * Keeps this process from ending with a terminal that it has nothing of: Node undoes what `nohup` sets for whoever it starts.
 * And what cannot be written to a closed terminal is no reason to end, where whoever read our output is (`| head`), and with this
 * process its workers.
 */
export function outliveTerminals(): void {
  if (!hasTerminal) process.on('SIGHUP', () => undefined);
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EIO') process.exit(1);
    });
}

/** Calls a listener at Ctrl-C, where this process is asked to end, and when its terminal is closed. Returns what ends that. */
export function onInterrupt(listener: () => void): () => void {
  let isHungUp = false;
  const hangUp = () => {
    // The kernel tells of it, and the shell once more: that is no second Ctrl-C.
    if (!isHungUp && hasTerminal) listener();
    isHungUp = true;
  };
  const listeners = { SIGINT: listener, SIGTERM: listener, SIGHUP: hangUp } as const;
  for (const [signal, listening] of Object.entries(listeners)) process.on(signal, listening);
  return () => {
    for (const [signal, listening] of Object.entries(listeners)) process.removeListener(signal, listening);
  };
}

/**
 * Ends this process in words where somebody asks for that before the command listens, as while its code is loaded: nothing is begun
 * yet. Returns what ends that, once what was asked meanwhile has been heard.
 */
export function endInWords(say: () => void): () => Promise<void> {
  const endListening = onInterrupt(() => {
    say();
    process.exit(1);
  });
  return async () => {
    // While code is loaded no signal is heard; it is with the event loop's next turn.
    await new Promise((resolve) => setImmediate(resolve));
    endListening();
  };
}

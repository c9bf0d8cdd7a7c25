import type { Socket } from 'node:net';

/** What workers tell each other first: who they are and how long their largest vector is. */
export interface Greeting {
  readonly rank: number;
  readonly floats: number;
}

const greetingBytes = 8;
const beat = Uint8Array.of(1);

/** The socket to one other worker: a greeting each way, then one byte for every barrier its sender reached. */
export class PeerLink {
  greeting: Greeting | undefined;
  /** Barriers that the other worker has reached. */
  reached = 0;
  isLost = false;
  /** Called after any of the above changed. */
  onChange: () => void = () => {};
  #received = Buffer.alloc(0);
  readonly #socket: Socket;

  constructor(socket: Socket, own: Greeting) {
    this.#socket = socket;

    socket.on('data', (bytes) => this.#receive(bytes));
    // Every error is followed by 'close', which is all that counts here.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.isLost = true;
      this.onChange();
    });
    const greeting = Buffer.alloc(greetingBytes);
    greeting.writeUInt32LE(own.rank, 0);
    greeting.writeUInt32LE(own.floats, 4);
    socket.write(greeting);
  }

  announceBarrier(): void {
    if (!this.isLost) this.#socket.write(beat);
  }

  /** Sends what is still to be sent, then closes. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.isLost) return resolve();
      this.#socket.once('close', () => resolve());
      this.#socket.end(() => this.#socket.destroy());
    });
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    if (this.greeting) this.reached += bytes.length;
    else this.#receiveGreeting(bytes);
    this.onChange();
  }

  #receiveGreeting(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    if (this.#received.length < greetingBytes) return;
    this.greeting = { rank: this.#received.readUInt32LE(0), floats: this.#received.readUInt32LE(4) };
    this.reached = this.#received.length - greetingBytes;
  }
}

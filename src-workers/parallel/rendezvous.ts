import { createServer, connect as dialSocket, type Server, type Socket } from 'node:net';
import { FailedError } from '../../src-shared/errors';
import { type Greeting, PeerLink } from './peer-link';
import { PeerLostError } from './peer-lost-error';
import { socketAddress } from './socket-address';

const redialMs = 10;

/**
 * Brings the workers of one run together: each listens under its rank and dials all lower ranks, until every
 * pair has a link and has exchanged greetings. One use.
 */
export class Rendezvous {
  readonly #links = new Map<number, PeerLink>();
  readonly #strangers = new Set<PeerLink>();
  #server: Server | undefined;
  #isOver = false;
  #settle: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  readonly #folder: string;
  readonly #workers: number;
  readonly #own: Greeting;

  constructor(folder: string, workers: number, own: Greeting) {
    this.#folder = folder;
    this.#workers = workers;
    this.#own = own;
  }

  /** Resolves with a link to each other rank. Rejects when a peer is lost or disagrees, or with `signal`'s reason. */
  async meet(signal: AbortSignal): Promise<ReadonlyMap<number, PeerLink>> {
    const refuse = () => this.#settle?.reject(signal.reason);
    signal.addEventListener('abort', refuse);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#settle = { resolve, reject };
        if (signal.aborted) refuse();
        this.#listen();
        for (let rank = 0; rank < this.#own.rank; rank++) this.#dial(rank);
      });
      return this.#links;
    } catch (error) {
      for (const link of [...this.#links.values(), ...this.#strangers]) link.destroy();
      throw error;
    } finally {
      this.#isOver = true;
      signal.removeEventListener('abort', refuse);
      this.#server?.close();
    }
  }

  /** Ranks that have not been met yet. */
  missing(): readonly number[] {
    return Array.from({ length: this.#workers }, (_, rank) => rank).filter(
      (rank) => rank !== this.#own.rank && !this.#links.has(rank),
    );
  }

  #listen(): void {
    this.#server = createServer((socket) => this.#follow(socket));
    this.#server.on('error', (error) =>
      this.#settle?.reject(new FailedError(`The workers cannot meet in ${this.#folder}: ${error.message}.`)),
    );
    this.#server.listen(socketAddress(this.#folder, this.#own.rank));
  }

  /** Dials again while the other worker does not listen yet. */
  #dial(rank: number): void {
    if (this.#isOver) return;
    const socket = dialSocket(socketAddress(this.#folder, rank));
    const redial = () => setTimeout(() => this.#dial(rank), redialMs);
    socket.once('error', redial);
    socket.once('connect', () => {
      socket.off('error', redial);
      this.#follow(socket, rank);
    });
  }

  #follow(socket: Socket, dialled?: number): void {
    const link = new PeerLink(socket, this.#own);
    this.#strangers.add(link);
    link.onChange = () => {
      if (link.greeting) this.#admit(link, link.greeting);
      const rank = link.greeting?.rank ?? dialled;
      if (link.isLost && rank !== undefined) this.#settle?.reject(new PeerLostError(rank));
    };
  }

  #admit(link: PeerLink, { rank, floats }: Greeting): void {
    if (floats !== this.#own.floats)
      this.#settle?.reject(
        new FailedError(
          `Worker ${rank} exchanges vectors of ${floats} floats and worker ${this.#own.rank} of ${this.#own.floats}; workers of one run must agree.`,
        ),
      );
    this.#strangers.delete(link);
    this.#links.set(rank, link);
    if (this.missing().length === 0) this.#settle?.resolve();
  }
}

import { FailedError } from '../../src-shared/errors';

/** Another worker of the same run ended or closed its exchange while this one still needed it. */
export class PeerLostError extends FailedError {
  constructor(readonly rank: number) {
    super(`Worker ${rank} ended while the others still exchanged gradients with it.`);
  }
}

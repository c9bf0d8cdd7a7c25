import type { SharedMeetingMemory, SharedMemory } from '../engine/shared-memory';
import type { Exchange } from './exchange';
import { SharedVectors } from './shared-vectors';

/** Workers that step alike come within this time; for whoever comes later the sockets tell, and the processor is free. */
const watchMicroseconds = 300;

/**
 * A barrier that adds up a few numbers on the way, in memory that all workers map: where they come at about the same time
 * none waits for its event loop. The exchange's sockets tell those who wait for long, and of workers that are lost.
 */
export class Meeting {
  private constructor(
    readonly exchange: Exchange,
    readonly memory: SharedMeetingMemory,
  ) {}

  /** @throws FailedError when there is no room for it, PeerLostError when another worker is gone */
  static async open(exchange: Exchange, shared: SharedMemory): Promise<Meeting> {
    const files = await SharedVectors.open(exchange, 'm', shared.meetingFloats);
    try {
      const { descriptors } = files;
      return new Meeting(exchange, shared.openMeeting({ descriptors, rank: exchange.options.rank }));
    } finally {
      // A mapping outlives its descriptor.
      files.close();
    }
  }

  /** Replaces `numbers` by their sums over all workers, who must all call it in the same order; at most 256. */
  async sum(numbers: Float32Array): Promise<void> {
    this.memory.arrive(numbers);
    this.exchange.arrive();
    if (!this.memory.wait(watchMicroseconds)) await this.exchange.whenAllCame();
    this.memory.sum(numbers);
  }

  close(): void {
    this.memory.close();
  }
}

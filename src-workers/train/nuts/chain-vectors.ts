import { type ParameterLayout, valuesOf } from '../../engine/parameter-layout';

/** Chains' own vectors out of the flat one, in which each parameter holds all chains, [chains, ...shape]. */
export class ChainVectors {
  /** Numbers of one chain. */
  readonly size: number;

  constructor(
    readonly layout: ParameterLayout,
    readonly chains: number,
  ) {
    this.size = layout.slots.reduce((sum, { size }) => sum + size / chains, 0);
  }

  /** One vector for each chain. */
  split(flat: Float32Array): readonly Float32Array[] {
    return Array.from({ length: this.chains }, (_, chain) => {
      const own = new Float32Array(this.size);
      let at = 0;
      for (const slot of this.layout.slots) {
        const size = slot.size / this.chains;
        own.set(valuesOf(slot, flat).subarray(chain * size, (chain + 1) * size), at);
        at += size;
      }
      return own;
    });
  }

  join(vectors: readonly Float32Array[]): Float32Array {
    const flat = new Float32Array(this.layout.floats);
    vectors.forEach((own, chain) => {
      let at = 0;
      for (const slot of this.layout.slots) {
        const size = slot.size / this.chains;
        flat.set(own.subarray(at, at + size), slot.offset + chain * size);
        at += size;
      }
    });
    return flat;
  }
}

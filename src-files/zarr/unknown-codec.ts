/** Chunks are packed with what is not here. */
export class UnknownCodec extends Error {
  constructor(readonly codec: string) {
    super(`it is packed with ${codec}`);
  }
}

/** How to get at files: the reader knows the formats, its caller the disk. */
export interface FileSource {
  /** The whole file; undefined where there is none. */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  readonly gunzip: (bytes: Uint8Array) => Promise<Uint8Array>;
}

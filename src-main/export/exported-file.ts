export interface ExportedFile {
  /** Inside the export's own folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Whether the database takes what runs report. */
export type StoreHealth =
  | { readonly state: 'fine' }
  | {
      readonly state: 'refuses';
      /** Why, and the remedy: whole sentences. */
      readonly reason: string;
      /** Where it is kept until the database takes it. */
      readonly kept: 'file' | 'memory';
      readonly file: string;
    };

/** What a person is told while the database refuses; training goes on meanwhile. */
export function refusalText({ reason, kept, file }: StoreHealth & { readonly state: 'refuses' }): string {
  const place = kept === 'file' ? `in ${file}` : 'in memory, since the disk takes no other file either,';
  return `${reason} Training goes on: what it measures is kept ${place} and is stored as soon as the database takes it.`;
}

export const acceptedText = 'The database takes writes again: all that was kept aside is stored.';

/** A copy of the database that can be restored. */
export interface BackupFile {
  readonly name: string;
  /** In MB (10^6 bytes). */
  readonly sizeMB: number;
  /** When it was written, in milliseconds since the Unix epoch. */
  readonly written: number;
}

/** What a person can know of the database. */
export interface StorageReport {
  readonly file: string;
  /** In MB (10^6 bytes). */
  readonly sizeMB: number;
  readonly health: StoreHealth;
  /** Newest first. */
  readonly backups: readonly BackupFile[];
}

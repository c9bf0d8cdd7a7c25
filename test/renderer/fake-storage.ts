import type { BackupFile, StorageReport, StoreHealth } from '../../src-shared/storage';

const home = '/home/you/.local/share/parasample';

/** A database that is always sound, with one backup and those that are made of it. */
export class FakeStorage {
  health: StoreHealth = { state: 'fine' };
  #backups: readonly BackupFile[] = [
    { name: 'parasample.sqlite.schema-4', sizeMB: 11.5, written: Date.UTC(2026, 0, 10) },
  ];

  get report(): StorageReport {
    return { file: `${home}/parasample.sqlite`, sizeMB: 12, health: this.health, backups: this.#backups };
  }

  backUp(): { readonly file: string } {
    const name = 'parasample-20260115-120000.sqlite';
    this.#backups = [{ name, sizeMB: 12, written: Date.UTC(2026, 0, 15, 12) }, ...this.#backups];
    return { file: `${home}/backups/${name}` };
  }

  restore(name: string): { readonly replaced: string } {
    if (!this.#backups.some((one) => one.name === name)) throw new Error(`There is no backup named ${name}.`);
    return { replaced: `${home}/parasample.sqlite.replaced-20260116-080000` };
  }
}

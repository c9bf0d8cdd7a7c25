import type { RunSpace } from '../../src-shared/runs/run-space';
import type { RunStatus } from '../../src-shared/runs/runs';
import type { BackupFile, StorageReport, StoreHealth } from '../../src-shared/storage';

const home = '/home/you/.local/share/parasample';

/** A database that is always sound, with one backup and those that are made of it. */
export class FakeStorage {
  health: StoreHealth = { state: 'fine' };
  #areFreed = false;
  #backups: readonly BackupFile[] = [
    { name: 'parasample.sqlite.schema-4', sizeMB: 11.5, written: Date.UTC(2026, 0, 10) },
  ];

  get report(): StorageReport {
    return { file: `${home}/parasample.sqlite`, sizeMB: 12, health: this.health, backups: this.#backups };
  }

  /** A finished run with checkpoints until they are freed, one that was stopped, and ten small ones. */
  get runSpace(): readonly RunSpace[] {
    const small = Array.from({ length: 10 }, (_, index) => spaceOf(`small-${index}`, 'finished', 1, 0));
    const large = this.#areFreed
      ? spaceOf('large', 'finished', 120, 0)
      : spaceOf('large', 'finished', 1620, 1500);
    return [large, spaceOf('stopped', 'stopped', 300, 0), ...small];
  }

  freeCheckpoints(runIds: readonly string[]): { readonly freedMB: number } {
    this.#areFreed = true;
    return { freedMB: runIds.includes('large') ? 1500 : 0 };
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

function spaceOf(runId: string, status: RunStatus, totalMB: number, freeableMB: number): RunSpace {
  return { runId, name: `Run ${runId}`, status, totalMB, freeableMB };
}

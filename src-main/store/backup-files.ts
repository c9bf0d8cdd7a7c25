import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { BackupFile } from '../../src-shared/storage';

/** The store of a home. */
export function storeFile(home: string): string {
  return join(home, 'parasample.sqlite');
}

/** Where a backup that is made now goes unless somebody names a place. */
export function newBackupFile(home: string, now: Date): string {
  return join(home, 'backups', `parasample-${stampOf(now)}.sqlite`);
}

/** Where a store is kept that is replaced now. */
export function replacedFile(file: string, now: Date): string {
  return `${file}.replaced-${stampOf(now)}`;
}

/** The home's own backups, and the stores that were kept before they were migrated or replaced; newest first. */
export function listBackups(home: string): readonly BackupFile[] {
  const beside = filesIn(home, (name) => /^parasample\.sqlite\.(schema-\d+|replaced-[\d-]+)$/.test(name));
  const made = filesIn(join(home, 'backups'), (name) => name.endsWith('.sqlite'));
  return [...made, ...beside].sort((a, b) => b.written - a.written);
}

/** The path of a listed backup; undefined where there is none of this name. */
export function backupNamed(home: string, name: string): string | undefined {
  const known = listBackups(home).some((one) => one.name === name);
  if (!known || basename(name) !== name) return undefined;
  return name.startsWith('parasample.sqlite.') ? join(home, name) : join(home, 'backups', name);
}

function filesIn(folder: string, isWanted: (name: string) => boolean): readonly BackupFile[] {
  return namesIn(folder)
    .filter(isWanted)
    .flatMap((name) => factsOf(join(folder, name)));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Nothing for a file that went away meanwhile. */
function factsOf(path: string): readonly BackupFile[] {
  try {
    const { size, mtimeMs } = statSync(path);
    return [{ name: basename(path), sizeMB: size / 1e6, written: mtimeMs }];
  } catch {
    return [];
  }
}

/** Date and time of this machine, as 20261121-134501. */
function stampOf(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(two).join('');
  return `${day}-${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('')}`;
}

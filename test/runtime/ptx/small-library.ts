import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../temporary-folder';

/** One entry of a fat binary: kind 1 is PTX, 2 machine code. */
export interface Entry {
  readonly kind: 1 | 2;
  readonly bytes: Buffer;
  readonly isCompressed?: boolean;
}

const eight = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 7)]);

/** A fat binary in the layout of CUDA's fatBinaryCtl.h: a header of 16 bytes, entries with headers of 64. */
export function fatBinary(entries: readonly Entry[]): Buffer {
  const body = Buffer.concat(entries.flatMap(entryOf));
  const header = Buffer.alloc(16);
  header.writeUInt32LE(0xba55ed50, 0);
  header.writeUInt16LE(1, 4);
  header.writeUInt16LE(16, 6);
  header.writeBigUInt64LE(BigInt(body.length), 8);
  return Buffer.concat([header, body]);
}

function entryOf({ kind, bytes, isCompressed = false }: Entry): readonly Buffer[] {
  const padded = eight(bytes);
  const header = Buffer.alloc(64);
  header.writeUInt16LE(kind, 0);
  header.writeUInt32LE(64, 4);
  header.writeBigUInt64LE(BigInt(padded.length), 8);
  if (isCompressed) header.writeUInt32LE(bytes.length, 16);
  header.writeUInt32LE(90, 28);
  if (isCompressed) header.writeUInt32LE(0x2000, 40);
  return [header, padded];
}

/**
 * An ELF library of three sections, as far as its table of sections goes.
 * @returns its path, and where each section starts
 */
export function smallLibrary(
  rodata: Buffer,
  nvFatbin: Buffer,
): { path: string; rodataAt: number; nvFatbinAt: number } {
  const names = Buffer.from('\0.rodata\0.nv_fatbin\0.shstrtab\0', 'latin1');
  const [first, second, third] = [eight(rodata), eight(nvFatbin), eight(names)];
  const rodataAt = 64;
  const nvFatbinAt = rodataAt + first.length;
  const namesAt = nvFatbinAt + second.length;
  const tableAt = namesAt + third.length;
  const header = Buffer.alloc(64);
  header.write('\x7fELF', 0, 'latin1');
  header.writeBigUInt64LE(BigInt(tableAt), 40);
  header.writeUInt16LE(4, 60);
  header.writeUInt16LE(3, 62);
  const table = [
    section(0, 0, 0),
    section(1, rodataAt, rodata.length),
    section(9, nvFatbinAt, nvFatbin.length),
    section(20, namesAt, names.length),
  ];
  const path = join(temporaryFolder(), 'library.so');
  writeFileSync(path, Buffer.concat([header, first, second, third, ...table]));
  return { path, rodataAt, nvFatbinAt };
}

function section(name: number, start: number, bytes: number): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(name, 0);
  header.writeBigUInt64LE(BigInt(start), 24);
  header.writeBigUInt64LE(BigInt(bytes), 32);
  return header;
}

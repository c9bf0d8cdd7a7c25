import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { whyUnreadable } from '../../src-files/file-errors';
import { BadInputError } from '../../src-shared/errors';

/** What a server shows to prove who it is, in PEM, and the certificate read. */
export interface TlsIdentity {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly certificate: X509Certificate;
}

/** Reads a certificate and its key. Throws BadInputError naming the file that cannot be used. */
export function readTlsIdentity(certFile: string, keyFile: string): TlsIdentity {
  const cert = readPem('--tls-cert', certFile);
  const key = readPem('--tls-key', keyFile);
  const certificate = tried(
    () => new X509Certificate(cert),
    `--tls-cert: ${certFile} is no certificate in PEM`,
  );
  tried(
    () => createSecureContext({ cert, key }),
    `--tls-key: ${keyFile} is not the unlocked key of ${certFile}`,
  );
  return { cert, key, certificate };
}

function readPem(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new BadInputError(`${option}: there is no file ${file}.`);
    throw new BadInputError(`${option}: ${file} cannot be read: ${whyUnreadable(error)}.`);
  }
}

function tried<Value>(read: () => Value, sentence: string): Value {
  try {
    return read();
  } catch {
    throw new BadInputError(`${sentence}.`);
  }
}

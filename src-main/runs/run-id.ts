import { randomBytes } from 'node:crypto';

/** A run's id from its name: `Digits demo` gives `digits-demo-3f2a`. Four random digits tell equal names apart. */
export function newRunId(name: string, random: string = randomBytes(2).toString('hex')): string {
  return `${slugOf(name)}-${random}`;
}

/** A name as part of an id or of a file's name: small letters, digits and hyphens. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  return words || 'run';
}

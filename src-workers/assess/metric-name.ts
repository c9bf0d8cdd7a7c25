import { extname } from 'node:path';

/** A file's name as part of a metric's: letters, digits and hyphens. */
export function metricName(file: string): string {
  const plain = file.slice(0, file.length - extname(file).length).toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'file';
}

import { meaningOf } from '../metrics';
import type { RunColumn } from './run-table';

/** Whether a column begins with its highest values where the best or newest runs come first. */
export function isHighestFirst({ path, kind }: Pick<RunColumn, 'path' | 'kind'>): boolean {
  return kind === 'time' || meaningOf(path).better === 'higher';
}

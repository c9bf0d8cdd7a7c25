import type { LogsRecord } from '../run-export/run-record';

/** Something about an import that its run's log keeps. */
export function noteRecord(text: string): LogsRecord {
  return { type: 'logs', lines: [{ time: Date.now(), level: 'warning', text }] };
}

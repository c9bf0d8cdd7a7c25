import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from './temporary-folder';

/** What a `nvidia-smi` prints, by the kind of question; where there is nothing it fails as the real one does. */
export interface ToolAnswers {
  /** Rows of commonColumns and formerColumns: it is of a driver that does not know today's name of the last. */
  readonly gpus?: string;
  /** As `-L` prints it. */
  readonly list?: string;
  readonly users?: string;
}

/** Puts such a tool in front of PATH. */
export function nvidiaTool(answers: ToolAnswers): void {
  vi.stubEnv('PATH', `${dirname(nvidiaToolFile(answers))}:${process.env.PATH}`);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** @returns the tool's path */
export function nvidiaToolFile({ gpus, list, users = '' }: ToolAnswers): string {
  const folder = join(temporaryFolder(), 'bin');
  mkdirSync(folder);
  const cases = [
    caseOf('--query-gpu=*clocks_event_reasons*', undefined),
    caseOf('--query-gpu=*', gpus),
    caseOf('--query-compute-apps=*', users),
    caseOf('-L', list),
  ];
  const path = join(folder, 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\ncase "$1" in\n${cases.join('\n')}\nesac\n`);
  chmodSync(path, 0o755);
  return path;
}

function caseOf(question: string, answer: string | undefined): string {
  return answer === undefined
    ? `${question}) echo 'Field "x" is not a valid field to query.'; exit 2 ;;`
    : `${question}) cat <<'END'\n${answer}\nEND\n;;`;
}

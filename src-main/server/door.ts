import { chmodSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { BadInputError, FailedError } from '../../src-shared/errors';
import { makeFolder } from '../make-folder';
import { type DoorAnswer, type DoorQuestion, doorAnswerSchema, doorQuestionSchema } from './door-words';

/** A line of a question or an answer, in characters. */
const longestLine = 4096;

/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero among them. */
const longestPath = 103;

/** The folder below that of the runs where a server and those who look for it meet. */
export function servedFolder(home: string): string {
  return join(home, 'served');
}

export interface Door {
  close(): Promise<void>;
}

/**
 * Opens a Unix socket by which who has the same account on this machine gets an address of the window with a one-time
 * token of its own. Nobody else reaches it: its folder and itself are for their owner alone.
 * @returns undefined where another server of the same home has its door open already
 * @throws BadInputError where the folder of the runs has too long a name for a socket
 */
export async function openDoor(
  home: string,
  answer: (question: DoorQuestion) => DoorAnswer,
): Promise<Door | undefined> {
  const path = doorPath(home);
  makeFolder(servedFolder(home), 0o700);
  chmodSync(servedFolder(home), 0o700);
  if (await isOpen(path)) return undefined;
  removeLeft(path);
  const server = createServer((socket) => answerAt(socket, answer));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new FailedError(`The door ${path} does not open: ${error.message}.`)),
    );
    server.listen(path, resolve);
  });
  chmodSync(path, 0o600);
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/**
 * Asks the server of this home, where one is there.
 * @throws FailedError where what answers is no Parasample that this one understands
 */
export async function askDoor(home: string, question: DoorQuestion): Promise<DoorAnswer | undefined> {
  const socket = await opened(doorPath(home));
  if (!socket) return undefined;
  socket.write(`${JSON.stringify(question)}\n`);
  const answer = doorAnswerSchema.safeParse(parsed(await lineOf(socket)));
  socket.destroy();
  if (answer.success) return answer.data;
  throw new FailedError(
    'The server of Parasample that runs here gives no answer that this version understands; end it (`parasample serve`, or its service) and connect again.',
  );
}

function doorPath(home: string): string {
  const path = join(servedFolder(home), 'door');
  if (Buffer.byteLength(path) <= longestPath) return path;
  throw new BadInputError(
    `The folder of the runs, ${home}, has too long a name for a Unix socket in it; set PARASAMPLE_HOME to one of at most ${longestPath - '/served/door'.length} bytes.`,
  );
}

async function isOpen(path: string): Promise<boolean> {
  const socket = await opened(path);
  socket?.destroy();
  return socket !== undefined;
}

function opened(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket)).once('error', () => resolve(undefined));
  });
}

/** Left by a server that was killed. */
function removeLeft(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // There was none.
  }
}

async function answerAt(socket: Socket, answer: (question: DoorQuestion) => DoorAnswer): Promise<void> {
  const question = doorQuestionSchema.safeParse(parsed(await lineOf(socket)));
  if (question.success) socket.end(`${JSON.stringify(answer(question.data))}\n`);
  else socket.destroy();
}

/** The first line that comes; what came so far where the other side ends, fails, or never comes to an end. */
function lineOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8').setTimeout(10_000, () => socket.destroy());
    socket.on('data', (part: string) => {
      text += part;
      if (text.includes('\n') || text.length > longestLine) resolve(text.split('\n')[0] ?? '');
    });
    socket.on('error', () => resolve(text)).on('close', () => resolve(text));
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

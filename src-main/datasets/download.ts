import { createWriteStream } from 'node:fs';
import { get as getPlain, type IncomingMessage } from 'node:http';
import { get as getSecure } from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FailedError } from '../../src-shared/errors';

export interface DownloadOptions {
  /** How far it is, each time more has come. */
  readonly onBytes: (done: number) => void;
  readonly signal: AbortSignal;
}

/** A site that cannot be reached must not keep its stand-in waiting. */
const connectSeconds = 8;
/** A transfer that gives nothing for so long is given up. */
const silenceSeconds = 30;
const mostRedirects = 5;

/** Downloads `url` into a new file. Throws FailedError with why; an aborted signal throws its reason. */
export async function download(url: string, file: string, options: DownloadOptions): Promise<void> {
  try {
    const answer = await request(new URL(url), options.signal, mostRedirects);
    let done = 0;
    const counter = new Transform({
      transform(part: Buffer, _encoding, passOn) {
        done += part.length;
        options.onBytes(done);
        passOn(null, part);
      },
    });
    await pipeline(answer, counter, createWriteStream(file), { signal: options.signal });
  } catch (error) {
    if (options.signal.aborted) throw options.signal.reason;
    if (error instanceof FailedError) throw error;
    throw new FailedError(reasonOf(error as NodeJS.ErrnoException, new URL(url).host));
  }
}

function request(url: URL, signal: AbortSignal, redirects: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? getSecure : getPlain;
    const asking = get(url, { signal }, (answer) => {
      clearTimeout(patience);
      asking.setTimeout(silenceSeconds * 1000, () =>
        asking.destroy(new FailedError(`${url.host} stopped sending.`)),
      );
      follow(answer, url, signal, redirects).then(resolve, reject);
    });
    const patience = setTimeout(
      () => asking.destroy(new FailedError(`${url.host} gave no answer within ${connectSeconds} seconds`)),
      connectSeconds * 1000,
    );
    asking.on('error', (error) => {
      clearTimeout(patience);
      reject(error);
    });
  });
}

async function follow(
  answer: IncomingMessage,
  url: URL,
  signal: AbortSignal,
  redirects: number,
): Promise<IncomingMessage> {
  const { statusCode = 0, headers } = answer;
  if (statusCode === 200) return answer;
  answer.resume();
  if (statusCode >= 300 && statusCode < 400 && headers.location && redirects > 0)
    return request(new URL(headers.location, url), signal, redirects - 1);
  throw new FailedError(`${url.host} answered with status ${statusCode}`);
}

function reasonOf({ code, message }: NodeJS.ErrnoException, host: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `${host} cannot be found from this network`;
  if (code === 'ECONNREFUSED') return `${host} refuses connections`;
  return `${host}: ${message}`;
}

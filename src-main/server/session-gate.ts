import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** One-time tokens that nobody has used yet; beyond, the oldest is forgotten. */
const mostTokens = 100;

/** Browsers that are in; beyond, who came in first has to come in again. */
const mostSessions = 1000;

/**
 * Lets browsers in, each by a token of its own that works once and is exchanged for a cookie that only this server's own
 * pages send back. The first token is printed; others are for those who come through the door (`door.ts`).
 */
export class SessionGate {
  readonly token = newSecret();
  /** Digests of the tokens that nobody has used, and of the sessions: the secrets themselves are not kept. */
  #tokens: readonly Buffer[] = [digestOf(this.token)];
  #sessions: readonly Buffer[] = [];
  readonly #cookieName: string;
  readonly #scheme: 'http' | 'https';

  /** @param cookieName cookies do not know ports, so servers on one machine need names of their own */
  constructor(cookieName: string, scheme: 'http' | 'https') {
    this.#cookieName = cookieName;
    this.#scheme = scheme;
  }

  /** Another token, for another browser. */
  issue(): string {
    const token = newSecret();
    this.#tokens = [...this.#tokens, digestOf(token)].slice(-mostTokens);
    return token;
  }

  /**
   * The cookie header for a right token, once; undefined for any other.
   * @param cookieName where a tunnel makes the browser see another port than this server's
   */
  exchange(token: string, cookieName = this.#cookieName): string | undefined {
    const digest = digestOf(token);
    const left = this.#tokens.filter((other) => !timingSafeEqual(digest, other));
    if (left.length === this.#tokens.length) return undefined;
    this.#tokens = left;
    const session = newSecret();
    this.#sessions = [...this.#sessions, digestOf(session)].slice(-mostSessions);
    const secure = this.#scheme === 'https' ? '; Secure' : '';
    return `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/${secure}`;
  }

  /** Whether a request's Cookie header holds a session. */
  admits(cookies: string | undefined): boolean {
    return this.sessionOf(cookies) !== undefined;
  }

  /** A name for the session that a request's Cookie header holds, under whatever name the cookie has. */
  sessionOf(cookies: string | undefined): string | undefined {
    const values = (cookies ?? '').split(';').map((cookie) => cookie.slice(cookie.indexOf('=') + 1).trim());
    const digests = values.filter((value) => value.length === secretLength).map(digestOf);
    const found = this.#sessions.find((session) =>
      digests.some((digest) => timingSafeEqual(digest, session)),
    );
    return found?.toString('base64url');
  }
}

/** 32 bytes in base64 without padding. */
const secretLength = 43;

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Two digests are compared in a time that tells nothing of where two texts differ, nor of their lengths. */
function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Lets one browser in: the token of the printed address works once and is exchanged for a cookie that only this
 * server's own pages send back.
 */
export class SessionGate {
  readonly token = randomBytes(32).toString('base64url');
  readonly #session = randomBytes(32).toString('base64url');
  #isTokenUsed = false;
  readonly #cookieName: string;
  readonly #scheme: 'http' | 'https';

  /** @param cookieName cookies do not know ports, so servers on one machine need names of their own */
  constructor(cookieName: string, scheme: 'http' | 'https') {
    this.#cookieName = cookieName;
    this.#scheme = scheme;
  }

  /** The cookie header for the right token, once; undefined for any other. */
  exchange(token: string): string | undefined {
    if (this.#isTokenUsed || !areSame(token, this.token)) return undefined;
    this.#isTokenUsed = true;
    const secure = this.#scheme === 'https' ? '; Secure' : '';
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/${secure}`;
  }

  /** Whether a request's Cookie header holds the session. */
  admits(cookies: string | undefined): boolean {
    const prefix = `${this.#cookieName}=`;
    const values = (cookies ?? '').split(';').map((cookie) => cookie.trim());
    return values.some(
      (cookie) => cookie.startsWith(prefix) && areSame(cookie.slice(prefix.length), this.#session),
    );
  }
}

/** Compares in a time that tells nothing of where two texts differ, nor of their lengths. */
function areSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

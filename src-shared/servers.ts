import { z } from 'zod';

/** A server as a person names it for ssh; what more it must be is checked where it is used. */
export const serverHostSchema = z.string().trim().min(1).max(255);

/** Another machine whose window can be opened beside this one's. */
export interface ServerState {
  readonly host: string;
  /** `lost`: the connection broke and is tried again; runs there go on. */
  readonly state: 'closed' | 'connecting' | 'open' | 'lost';
  /** Why it is lost or was not opened, or what a person should know of its version. */
  readonly text?: string;
}

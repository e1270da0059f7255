// The table of commands: the one place that knows them all.
import type { ImapCommand } from '../command.ts';
import { append } from './append.ts';
import { authenticate } from './authenticate.ts';
import { capability } from './capability.ts';
import { close, unselect } from './close.ts';
import { copy } from './copy.ts';
import { expunge } from './expunge.ts';
import { fetch } from './fetch.ts';
import { id } from './id.ts';
import { idle } from './idle.ts';
import { list, lsub } from './list.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { create, remove, rename } from './mailboxes.ts';
import { namespace } from './namespace.ts';
import { check, noop } from './noop.ts';
import { search } from './search.ts';
import { examine, select } from './select.ts';
import { status } from './status.ts';
import { store } from './store.ts';
import { subscribe, unsubscribe } from './subscribe.ts';

/** Commands by name, upper case. */
export const IMAP_COMMANDS: ReadonlyMap<string, ImapCommand> = new Map(
  Object.entries({
    APPEND: append,
    AUTHENTICATE: authenticate,
    CAPABILITY: capability,
    CHECK: check,
    CLOSE: close,
    COPY: copy,
    CREATE: create,
    DELETE: remove,
    EXAMINE: examine,
    EXPUNGE: expunge,
    FETCH: fetch,
    ID: id,
    IDLE: idle,
    LIST: list,
    LOGIN: login,
    LOGOUT: logout,
    LSUB: lsub,
    NAMESPACE: namespace,
    NOOP: noop,
    RENAME: rename,
    SEARCH: search,
    SELECT: select,
    STATUS: status,
    STORE: store,
    SUBSCRIBE: subscribe,
    UNSELECT: unselect,
    UNSUBSCRIBE: unsubscribe,
  }),
);

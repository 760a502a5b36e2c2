/**
 * Who is signed in: a bearer token of this tab, or nobody the page knows of, where whoever serves the page adds the
 * credentials (`peapod console`, a client certificate).
 */
const storageKey = 'peapod-token';

export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

class Session {
  token = $state<string>();
  /** undefined until the server has told who this is. */
  user = $state.raw<User>();
  /** Why the sign-in page is shown; undefined while nobody has to sign in. */
  signInReason = $state<string>();

  constructor() {
    this.token = takeFragmentToken() ?? sessionStorage.getItem(storageKey) ?? undefined;
    if (this.token !== undefined) sessionStorage.setItem(storageKey, this.token);
  }

  use(token: string): void {
    sessionStorage.setItem(storageKey, token);
    this.token = token;
    this.signInReason = undefined;
  }

  /** Forgets the token. `reason` is '' when the user asked for it. */
  end(reason: string): void {
    sessionStorage.removeItem(storageKey);
    this.token = undefined;
    this.user = undefined;
    this.signInReason = reason;
  }
}

/** `#token=…` in the address, removed from it and from the history at once. */
function takeFragmentToken(): string | undefined {
  const found = /^#\/?token=([^&]+)/.exec(location.hash)?.[1];
  if (found === undefined) return undefined;
  history.replaceState(null, '', `${location.pathname}${location.search}#/`);
  return decodeURIComponent(found);
}

export const session = new Session();

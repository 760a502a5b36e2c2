/** What the cluster is made of. `components.ts` lists every component: the whole bill of materials. */

/** The health of a running part, as `peapod status` and /readyz show it. */
export interface Health {
  readonly ok: boolean;
  /** One line for a person: what it does now, or what is wrong and what to do. */
  readonly message: string;
}

export interface Running extends AsyncDisposable {
  health(): Health | Promise<Health>;
}

export interface Component<Context> {
  readonly name: string;
  /** Names of components that must have started before; they are stopped after it. */
  readonly requires: readonly string[];
  start(context: Context): Promise<Running>;
}

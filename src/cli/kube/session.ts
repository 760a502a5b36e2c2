/** What one run of a verb shares: settings, connection and mapper, each made when it is first asked for. */
import type { GlobalFlags } from './globalFlags.ts';
import { KubeConnection } from './kubeConnection.ts';
import { Mapper } from './mapper.ts';
import { impersonation, readSettings, type Settings } from './settings.ts';

export class Session implements AsyncDisposable {
  readonly flags: GlobalFlags;
  #settings: Promise<Settings> | undefined;
  #connection: Promise<KubeConnection> | undefined;
  #mapper: Promise<Mapper> | undefined;
  #open: KubeConnection | undefined;

  constructor(flags: GlobalFlags) {
    this.flags = flags;
  }

  settings(): Promise<Settings> {
    return (this.#settings ??= readSettings(this.flags));
  }

  connection(): Promise<KubeConnection> {
    return (this.#connection ??= this.settings().then(
      (settings) => (this.#open = new KubeConnection(settings, impersonation(this.flags), this.flags.v)),
    ));
  }

  mapper(): Promise<Mapper> {
    return (this.#mapper ??= this.connection().then((c) => new Mapper(c)));
  }

  /** The namespace of requests: by flag, else the context's, else 'default'. */
  async namespace(): Promise<string> {
    return (await this.settings()).namespace;
  }

  /** Warnings of the server so far. */
  get warnings(): number {
    return this.#open?.warnings ?? 0;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#open?.[Symbol.dispose]();
    return Promise.resolve();
  }
}

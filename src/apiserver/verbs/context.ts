/** What hooks see of a request. */
import type { Client } from '../../client/client.ts';
import type { UserInfo } from '../authentication/userInfo.ts';
import type { RequestContext, ServerServices } from '../registration.ts';

export class VerbContext implements RequestContext {
  readonly user: UserInfo;
  readonly dryRun: boolean;
  readonly client: Client;
  readonly services: ServerServices;
  readonly now = Date.now();
  #warnings: Set<string> | undefined;

  constructor(user: UserInfo, dryRun: boolean, client: Client, services: ServerServices) {
    this.user = user;
    this.dryRun = dryRun;
    this.client = client;
    this.services = services;
  }

  warn(text: string): void {
    (this.#warnings ??= new Set()).add(text);
  }

  /** Header values: `299 - "text"`. */
  get warnings(): string[] | undefined {
    return this.#warnings && [...this.#warnings].map((text) => `299 - "${escaped(text)}"`);
  }
}

const longest = 4096;

/** A header holds no control characters, and other than ASCII is not safe everywhere. */
function escaped(text: string): string {
  const plain = text
    .slice(0, longest)
    .replace(/[\\"]/g, '\\$&')
    .replace(/[\r\n\t]+/g, ' ');
  return plain.replace(/[^\x20-\x7e]/g, (c) => Buffer.from(c).toString('latin1'));
}

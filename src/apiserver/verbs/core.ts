/** What all verbs share: the storage, admission, and the server's own services. */
import type { Logger } from '../../machinery/log.ts';
import type { Store } from '../../store/store.ts';
import type { AdmissionPlugin, AdmissionRequest, ServerServices } from '../registration.ts';
import type { StoreFeed } from '../watchCache/storeFeed.ts';
import type { ObjectStorage } from './storage.ts';

export interface VerbCore {
  readonly store: Store;
  readonly feed: StoreFeed;
  readonly storage: ObjectStorage;
  readonly admission: readonly AdmissionPlugin[];
  readonly services: ServerServices;
  readonly log: Logger;
}

export async function admit(core: VerbCore, request: AdmissionRequest): Promise<void> {
  for (const plugin of core.admission) {
    if (plugin.admit && plugin.handles(request)) await plugin.admit(request);
  }
}

export async function validateAdmission(core: VerbCore, request: AdmissionRequest): Promise<void> {
  for (const plugin of core.admission) {
    if (plugin.validate && plugin.handles(request)) await plugin.validate(request);
  }
}

/** Whatever became of a write that validateAdmission() was asked about: stored, refused or failed. */
export function settleAdmission(core: VerbCore, request: AdmissionRequest): void {
  for (const plugin of core.admission) if (plugin.settled && plugin.handles(request)) plugin.settled(request);
}

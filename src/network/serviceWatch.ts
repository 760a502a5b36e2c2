/** Services with their EndpointSlices, as the proxy and the DNS server of a node both see them: one watch for each kind. */
import type { Service } from '../api/core/v1.ts';
import type { EndpointSlice } from '../api/discovery/v1.ts';
import type { Informer, InformerFactory } from '../client/informer.ts';
import type { Stored } from '../machinery/object.ts';
import { keyOf } from '../machinery/object.ts';
import { endpointSlices, services } from '../machinery/resources.ts';

const byService = 'service';

export class ServiceWatch {
  readonly services: Informer<Service>;
  readonly slices: Informer<EndpointSlice>;

  constructor(informers: InformerFactory) {
    this.services = informers.for(services);
    this.slices = informers.for(endpointSlices);
    this.slices.addIndex(byService, serviceKeysOf);
  }

  async synced(): Promise<void> {
    await Promise.all([this.services.synced, this.slices.synced]);
  }

  /** @param key 'namespace/name' of the Service. */
  slicesOf(key: string): readonly Stored<EndpointSlice>[] {
    return this.slices.byIndex(byService, key);
  }

  /** Calls with the key of every Service that is there, and again whenever it or its slices change. */
  follow(changed: (key: string) => void): Disposable {
    using stack = new DisposableStack();
    const service = (object: Service): void => changed(keyOf(object));
    const slice = (object: EndpointSlice): void => serviceKeysOf(object).forEach(changed);
    stack.use(this.services.addHandler({ added: service, updated: service, deleted: service }));
    stack.use(
      this.slices.addHandler({
        added: slice,
        updated: (object, old) => {
          slice(object);
          if (serviceKeysOf(old)[0] !== serviceKeysOf(object)[0]) slice(old);
        },
        deleted: slice,
      }),
    );
    return stack.move();
  }
}

function serviceKeysOf({ metadata }: EndpointSlice): string[] {
  const name = metadata?.labels?.['kubernetes.io/service-name'];
  return name ? [`${metadata.namespace}/${name}`] : [];
}

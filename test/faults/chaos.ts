/**
 * Random creations, scalings, rollouts and deletions, with a kill now and then. When it has calmed down, what the API
 * says must be what the runtime has.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { deployments, jobs, pods, services, statefulSets } from '../../src/machinery/resources.ts';
import type { TestCluster } from '../e2e/cluster.ts';
import { type Dice, dice } from './dice.ts';
import { gone } from './kills.ts';
import { persist } from './persist.ts';
import { untruths } from './truth.ts';
import { kill, victims } from './victims.ts';
import { namespace, template } from './workload.ts';

export interface ChaosOptions {
  readonly milliseconds: number;
  readonly seed: number;
  readonly tell?: (line: string) => void;
}

/** Milliseconds in which everything must have calmed down. */
const patience = 60_000;
const most = 3;

/** Resolves with how many operations there were. Rejects with what is not as the API says. */
export async function chaos(cluster: TestCluster, options: ChaosOptions): Promise<number> {
  const luck = dice(options.seed);
  const world = new World(cluster, luck);
  const end = performance.now() + options.milliseconds;
  let operations = 0;
  for (; performance.now() < end; operations++) {
    options.tell?.(await world.step());
    await sleep(luck.roll(600));
  }
  await calm(cluster);
  await world.removeAll();
  await gone(cluster);
  return operations;
}

async function calm(cluster: TestCluster): Promise<void> {
  const end = performance.now() + patience;
  for (;;) {
    const lies = await untruths(cluster.client, cluster.layout, namespace).catch((error: unknown) => [String(error)]);
    if (lies.length === 0) return;
    if (performance.now() > end) throw new Error(`not calm within ${patience} ms:\n${lies.join('\n')}`);
    await sleep(500);
  }
}

/** What there is, as far as we asked for it. */
class World {
  readonly #cluster: TestCluster;
  readonly #luck: Dice;
  readonly #apps: string[] = [];
  #count = 0;

  constructor(cluster: TestCluster, luck: Dice) {
    this.#cluster = cluster;
    this.#luck = luck;
  }

  /** Does something. Resolves with what it was. */
  step(): Promise<string> {
    const app = this.#apps[this.#luck.roll(this.#apps.length)];
    const choice = this.#luck.roll(20);
    if (app === undefined || (choice < 4 && this.#apps.length < 6)) return this.#create();
    if (choice < 8) return this.#scale(app);
    if (choice < 12) return this.#roll(app);
    if (choice < 14) return this.#delete(app);
    if (choice < 17) return this.#deletePod();
    if (choice < 18) return this.#job();
    return this.#kill();
  }

  async removeAll(): Promise<void> {
    while (this.#apps[0] !== undefined) await this.#delete(this.#apps[0]);
    await persist(() => this.#api(jobs).deleteCollection(namespace, {}, { propagationPolicy: 'Background' }));
  }

  get #api() {
    return this.#cluster.client.resource.bind(this.#cluster.client);
  }

  #kindOf(app: string) {
    return app.startsWith('set') ? statefulSets : deployments;
  }

  async #create(): Promise<string> {
    const ordered = this.#luck.roll(3) === 0;
    const app = `${ordered ? 'set' : 'deployment'}-${this.#count++}`;
    this.#apps.push(app);
    const metadata = { name: app, namespace };
    const replicas = this.#luck.roll(most + 1);
    const selector = { matchLabels: { app } };
    const spec = { replicas, selector, template: template(app, 0) };
    await persist(() =>
      ordered
        ? this.#api(statefulSets).create({ metadata, spec: { ...spec, serviceName: app } })
        : this.#api(deployments).create({ metadata, spec }),
    );
    await persist(() =>
      this.#api(services).create({ metadata, spec: { selector: { app }, ports: [{ port: 80, protocol: 'TCP' }] } }),
    );
    return `create ${app} with ${replicas}`;
  }

  async #scale(app: string): Promise<string> {
    const replicas = this.#luck.roll(most + 1);
    await this.#patch(app, { spec: { replicas } });
    return `scale ${app} to ${replicas}`;
  }

  async #roll(app: string): Promise<string> {
    await this.#patch(app, { spec: { template: template(app, ++this.#count) } });
    return `roll out ${app}`;
  }

  async #patch(app: string, patch: object): Promise<void> {
    // Each kind by itself: their clients have no type in common.
    const type = 'application/merge-patch+json';
    await persist(() =>
      this.#kindOf(app) === deployments
        ? this.#api(deployments).patch(app, namespace, type, patch)
        : this.#api(statefulSets).patch(app, namespace, type, patch),
    );
  }

  async #delete(app: string): Promise<string> {
    this.#apps.splice(this.#apps.indexOf(app), 1);
    await persist(() => this.#api(services).delete(app, namespace));
    await persist(() =>
      this.#kindOf(app) === deployments
        ? this.#api(deployments).delete(app, namespace)
        : this.#api(statefulSets).delete(app, namespace),
    );
    return `delete ${app}`;
  }

  async #deletePod(): Promise<string> {
    const list = (await persist(() => this.#api(pods).list(namespace)))?.items ?? [];
    const name = list[this.#luck.roll(list.length)]?.metadata.name;
    if (name === undefined) return 'no Pod to delete';
    const gracePeriodSeconds = this.#luck.roll(3);
    await persist(() => this.#api(pods).delete(name, namespace, { gracePeriodSeconds }));
    return `delete Pod ${name} within ${gracePeriodSeconds} s`;
  }

  async #job(): Promise<string> {
    const name = `job-${this.#count++}`;
    const { containers } = template(name, 0).spec ?? {};
    const [container = { name: 'c' }] = containers ?? [];
    await persist(() =>
      this.#api(jobs).create({
        metadata: { name, namespace },
        spec: {
          completions: 2,
          template: {
            spec: { restartPolicy: 'Never', containers: [{ ...container, command: ['sh', '-c', 'sleep 0.3'] }] },
          },
        },
      }),
    );
    return `create ${name}`;
  }

  async #kill(): Promise<string> {
    const victim = this.#luck.pick(victims);
    return (await kill(this.#cluster.layout, victim, this.#luck)) ? `kill ${victim}` : `no ${victim} to kill`;
  }
}

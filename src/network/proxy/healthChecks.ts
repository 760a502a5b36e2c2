/**
 * Answers, for each Service that keeps outside traffic local, whether this node has an endpoint of it: external load
 * balancers ask at its healthCheckNodePort.
 */
import { createServer, type Server } from 'node:http';

export interface HealthCheck {
  readonly port: number;
  readonly namespace: string;
  readonly name: string;
  readonly localEndpoints: number;
}

interface Listening {
  readonly server: Server;
  check: HealthCheck;
}

export class HealthChecks implements AsyncDisposable {
  /** By Service. */
  readonly #listening = new Map<string, Listening>();
  readonly #failed: (check: HealthCheck, error: Error) => void;

  constructor(failed: (check: HealthCheck, error: Error) => void) {
    this.#failed = failed;
  }

  /** @param key The Service. undefined: it has no such port any more. */
  set(key: string, check: HealthCheck | undefined): void {
    const there = this.#listening.get(key);
    if (there && there.check.port === check?.port) {
      there.check = check;
      return;
    }
    there?.server.close();
    there?.server.closeAllConnections();
    this.#listening.delete(key);
    if (check) this.#listening.set(key, this.#listen(check));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const key of this.#listening.keys()) this.set(key, undefined);
  }

  #listen(check: HealthCheck): Listening {
    const server = createServer((_, response) => {
      const { namespace, name, localEndpoints } = listening.check;
      response.writeHead(localEndpoints > 0 ? 200 : 503, {
        'Content-Type': 'application/json',
        'X-Content-Type-Options': 'nosniff',
        'X-Load-Balancing-Endpoint-Weight': String(localEndpoints),
      });
      response.end(`${JSON.stringify({ service: { namespace, name }, localEndpoints, serviceProxyHealthy: true })}\n`);
    });
    const listening: Listening = { server, check };
    server.on('error', (error) => this.#failed(listening.check, error));
    server.listen(check.port);
    return listening;
  }
}

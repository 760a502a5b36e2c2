/** The health check of gRPC (grpc.health.v1): one unary call whose two messages have one field each. */
import { Client, credentials, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import type { Answer } from './handlers.ts';

const serving = 1;
const statusNames = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

export function checkHealth(address: string, service: string, timeoutSeconds: number): Promise<Answer> {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.primary_user_agent': 'kube-probe/1.33' });
  return new Promise<Answer>((resolve) => {
    const answered = (error: ServiceError | null, verdict?: number): void => {
      if (error !== null) {
        resolve({
          ok: false,
          output:
            error.code === status.DEADLINE_EXCEEDED
              ? `timeout: failed to connect service "${address}" within ${timeoutSeconds}s: context deadline exceeded`
              : `rpc error: ${error.details || error.message}`,
        });
        return;
      }
      resolve({
        ok: verdict === serving,
        output: `service unhealthy (responded with "${statusNames[verdict ?? 0] ?? verdict}")`,
      });
    };
    client.makeUnaryRequest<string, number>(
      '/grpc.health.v1.Health/Check',
      encode,
      decode,
      service,
      { deadline: Date.now() + timeoutSeconds * 1000 },
      answered,
    );
  }).finally(() => client.close());
}

/** HealthCheckRequest: string service = 1. Names fit one length byte or two. */
function encode(service: string): Buffer {
  const text = Buffer.from(service, 'utf8');
  if (text.length === 0) return Buffer.alloc(0);
  const length = text.length < 0x80 ? [text.length] : [(text.length & 0x7f) | 0x80, text.length >> 7];
  return Buffer.concat([Buffer.from([0x0a, ...length]), text]);
}

/** HealthCheckResponse: enum status = 1; absent means UNKNOWN. */
const decode = (bytes: Buffer): number => (bytes[0] === 0x08 ? (bytes[1] ?? 0) : 0);

/** The scheduler's metrics, under upstream's names. */
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { QueueSizes } from './queue.ts';

export type AttemptResult = 'scheduled' | 'unschedulable' | 'error';

/** From 1 ms doubling, 15 of them: upstream's. */
const durations = Array.from({ length: 15 }, (_, i) => 0.001 * 2 ** i);

export class SchedulerMetrics {
  readonly #attempts: Counter<'result' | 'profile'>;
  readonly #duration: Histogram<'result' | 'profile'>;
  readonly #podAttempts: Histogram;
  readonly #latency: Histogram<'attempts'>;
  /** Asks for the sizes when it is collected. */
  readonly pending: Gauge<'queue'>;
  readonly preemptionAttempts: Counter;
  readonly preemptionVictims: Histogram;

  constructor(registry: Registry, sizes: () => QueueSizes) {
    const registers = [registry];
    this.#attempts = new Counter({
      registers,
      name: 'scheduler_schedule_attempts_total',
      labelNames: ['result', 'profile'],
      help: 'Attempts to schedule Pods, by the result: scheduled, unschedulable (no node fits) or error.',
    });
    this.#duration = new Histogram({
      registers,
      name: 'scheduler_scheduling_attempt_duration_seconds',
      labelNames: ['result', 'profile'],
      buckets: durations,
      help: 'Time of an attempt from choosing the node to the binding.',
    });
    this.#podAttempts = new Histogram({
      registers,
      name: 'scheduler_pod_scheduling_attempts',
      buckets: [1, 2, 4, 8, 16],
      help: 'Attempts that it took to schedule a Pod.',
    });
    this.#latency = new Histogram({
      registers,
      name: 'scheduler_pod_scheduling_sli_duration_seconds',
      labelNames: ['attempts'],
      buckets: Array.from({ length: 20 }, (_, i) => 0.01 * 2 ** i),
      help: 'Time from a Pod entering the queue to its binding.',
    });
    this.preemptionAttempts = new Counter({
      registers,
      name: 'scheduler_preemption_attempts_total',
      help: 'Attempts to make room by removing Pods of lower priority.',
    });
    this.preemptionVictims = new Histogram({
      registers,
      name: 'scheduler_preemption_victims',
      buckets: [1, 2, 4, 8, 16, 32, 64],
      help: 'Pods removed for one Pod.',
    });
    this.pending = new Gauge({
      registers,
      name: 'scheduler_pending_pods',
      labelNames: ['queue'],
      help: 'Pods that wait: active, backoff, unschedulable or gated.',
      collect() {
        for (const [queue, size] of Object.entries(sizes())) this.set({ queue }, size);
      },
    });
  }

  attempted(result: AttemptResult, profile: string, seconds: number): void {
    this.#attempts.inc({ result, profile });
    this.#duration.observe({ result, profile }, seconds);
  }

  scheduled(attempts: number, seconds: number): void {
    this.#podAttempts.observe(attempts);
    this.#latency.observe({ attempts: attempts >= 15 ? '15+' : String(attempts) }, seconds);
  }
}

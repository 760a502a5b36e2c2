/** One look at a CronJob: its status as it changes, and the writes that every step needs. */
import type { CronJob, CronJobStatus, Job } from '../../api/batch/v1.ts';
import type { Client } from '../../client/client.ts';
import type { EventRecorder } from '../../client/eventRecorder.ts';
import { isNotFound } from '../../machinery/apiError.ts';
import type { Stored } from '../../machinery/object.ts';
import { apiVersionOf } from '../../machinery/object.ts';
import { jobs } from '../../machinery/resources.ts';
import { messageOf } from '../podControl.ts';

export class CronSync {
  readonly cronJob: Stored<CronJob>;
  /** Those that it controls. */
  readonly jobs: readonly Stored<Job>[];
  readonly client: Client;
  readonly recorder: EventRecorder;
  status: CronJobStatus;

  constructor(cronJob: Stored<CronJob>, controlled: readonly Stored<Job>[], client: Client, recorder: EventRecorder) {
    this.cronJob = cronJob;
    this.jobs = controlled;
    this.client = client;
    this.recorder = recorder;
    this.status = cronJob.status ?? {};
  }

  get active(): NonNullable<CronJobStatus['active']> {
    return this.status.active ?? [];
  }

  tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.recorder.event(this.cronJob, type, reason, message);
  }

  isActive(uid: string): boolean {
    return this.active.some((reference) => reference.uid === uid);
  }

  addActive({ metadata: { namespace, name, uid, resourceVersion } }: Stored<Job>): void {
    const reference = { kind: jobs.kind, apiVersion: apiVersionOf(jobs), name, uid, resourceVersion };
    this.status = { ...this.status, active: [...this.active, { ...reference, ...(namespace && { namespace }) }] };
  }

  removeActive(uid: string | undefined): void {
    this.status = { ...this.status, active: this.active.filter((reference) => reference.uid !== uid) };
  }

  /** With its Pods; gone already is as good. */
  async deleteJob(name: string, uid: string): Promise<void> {
    const options = { propagationPolicy: 'Background', preconditions: { uid } } as const;
    try {
      await this.client.resource(jobs).delete(name, this.cronJob.metadata.namespace, options);
    } catch (error) {
      if (!isNotFound(error)) {
        this.tell('Warning', 'FailedDelete', `Deleted job: ${messageOf(error)}`);
        throw error;
      }
    }
    this.removeActive(uid);
    this.tell('Normal', 'SuccessfulDelete', `Deleted job ${name}`);
  }
}

/** The Status that says no more than that it worked. */
import type { Status } from '../../../api/meta/v1.ts';
import type { KubeObject } from '../../../machinery/object.ts';

export const success = (code: number): KubeObject => {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code };
  return status;
};

/** The Status that says no more than that it worked. */
import type { Status } from '../../../api/meta/v1.ts';
import type { KubeObject } from '../../../machinery/object.ts';

export const success = (code: number): KubeObject => {
  const status: Status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code };
  // A Status has list metadata, which says nothing here: on the wire it is an object like any other.
  return status as KubeObject;
};

/** The verbs of resources that can do everything, and of those that can only be created. */
import type { Registration } from '../../registration.ts';

export const allVerbs: Registration['verbs'] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

export const createOnly: Registration['verbs'] = ['create'];

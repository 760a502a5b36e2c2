/** Bindings: POST to the collection puts the Pod of that name on a node, as pods/binding does. */
import type { Binding } from '../../../api/core/v1.ts';
import { bindings, pods } from '../../../machinery/resources.ts';
import { registration } from '../../registration.ts';
import { defaultTable } from '../shared/columns.ts';
import { createOnly } from '../shared/verbs.ts';
import { checkBinding } from './binding.ts';
import { success } from '../shared/success.ts';

export const bindingRegistration = registration<Binding>({
  resource: bindings,
  verbs: createOnly,
  table: defaultTable,
  strategy: {},
  async create(binding, namespace, { client }) {
    const name = binding.metadata?.name ?? '';
    checkBinding(binding, name);
    await client
      .resource(pods)
      .createSubresource(name, namespace, 'binding', { ...binding, apiVersion: 'v1', kind: 'Binding' });
    return success(201);
  },
});

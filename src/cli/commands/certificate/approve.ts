import { defineVerb } from '../../kube/verb.ts';
import { answer, answerFlags } from './answer.ts';

export default defineVerb({
  name: 'approve',
  summary: 'Approve a certificate signing request',
  usage: 'approve (-f FILENAME | NAME)',
  description:
    'Approve a certificate signing request. What is approved stays so: it cannot be answered otherwise later.',
  examples: 'peapod certificate approve csr-sqgzp',
  flags: answerFlags,
  run: (context) => answer(context, { type: 'Approved', other: 'Denied', operation: 'approved', verb: 'approve' }),
});

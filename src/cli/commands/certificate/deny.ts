import { defineVerb } from '../../kube/verb.ts';
import { answer, answerFlags } from './answer.ts';

export default defineVerb({
  name: 'deny',
  summary: 'Deny a certificate signing request',
  usage: 'deny (-f FILENAME | NAME)',
  description: 'Deny a certificate signing request. What is denied stays so: it cannot be answered otherwise later.',
  examples: 'peapod certificate deny csr-sqgzp',
  flags: answerFlags,
  run: (context) => answer(context, { type: 'Denied', other: 'Approved', operation: 'denied', verb: 'deny' }),
});

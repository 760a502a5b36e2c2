import { defaults } from '../../config.ts';
import { checkPort } from '../../setup/ports.ts';
import { UserError } from '../../userError.ts';
import { about, type Check, type Finding } from '../check.ts';

const { good, bad } = about('ports');

export const ports: Check = {
  what: 'ports',
  async run({ config, processes }) {
    const { apiPort, agentPort } = config ?? defaults;
    const wanted = [
      { role: 'control-plane', port: apiPort, purpose: 'the API server', option: '--api-port' },
      { role: 'node', port: agentPort, purpose: 'the node agent', option: '--agent-port' },
    ] as const;
    const findings: Finding[] = [];
    for (const { role, port, purpose, option } of wanted) {
      if (processes.some((process) => process.role === role)) continue;
      await checkPort(port, purpose, option).catch((error: unknown) => {
        if (!(error instanceof UserError)) throw error;
        findings.push(bad(error.message, error.hint));
      });
    }
    return findings.length > 0 ? findings : [good(`${apiPort} and ${agentPort} are ours or free`)];
  },
};

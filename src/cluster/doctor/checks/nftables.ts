/** Services and host ports are nftables rules: whether the kernel takes such a table is tried, in a table of our own. */
import { applyRuleset } from '../../../network/nft.ts';
import { findProgram } from '../../../node/runtime/detect.ts';
import { about, type Check } from '../check.ts';

const { good, bad, unknown } = about('nftables');

export const nftables: Check = {
  what: 'nftables',
  needsRoot: true,
  async run() {
    if ((await findProgram('nft')) === undefined) return [unknown('nft is missing')];
    const table = `peapod-doctor-${process.pid}`;
    try {
      await applyRuleset(
        [
          `table ip ${table} {`,
          '  map m { type inet_service : ipv4_addr . inet_service; }',
          '  chain c { type nat hook prerouting priority dstnat; policy accept; dnat ip to tcp dport map @m; }',
          '}',
          `delete table ip ${table}`,
          '',
        ].join('\n'),
      );
      return [good('tables, maps and NAT work')];
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return [
        bad(`the kernel refuses our kind of table: ${text}`, "it needs nf_tables and nft_nat: 'modprobe nft_nat'"),
      ];
    }
  },
};

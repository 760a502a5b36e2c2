import assert from 'node:assert/strict';
import test from 'node:test';
import { conflist } from './cni/conflist.ts';
import { podTableRuleset } from './masquerade.ts';

test('conflist() leaves masquerading to nftables and keeps addresses in our folder', () => {
  assert.deepEqual(
    conflist({ bridge: 'b0', table: 't', podCIDR: '10.1.0.0/24', configDir: '/c', addressDir: '/a', mtu: 1400 }),
    {
      cniVersion: '0.4.0',
      name: 't',
      plugins: [
        {
          type: 'bridge',
          bridge: 'b0',
          isGateway: true,
          ipMasq: false,
          hairpinMode: true,
          mtu: 1400,
          ipam: {
            type: 'host-local',
            ranges: [[{ subnet: '10.1.0.0/24' }]],
            routes: [{ dst: '0.0.0.0/0' }],
            dataDir: '/a',
          },
        },
      ],
    },
  );
});

test('podTableRuleset() masquerades what leaves the Pods, but not between Pods of the cluster', () => {
  const ruleset = podTableRuleset({ table: 't', bridge: 'b0', podCIDR: '10.1.0.0/24', clusterCIDRs: ['10.1.0.0/16'] });
  assert.match(
    ruleset,
    /ip saddr 10\.1\.0\.0\/24 ip daddr != \{ 10\.1\.0\.0\/16, 224\.0\.0\.0\/4 \} oifname != "b0" masquerade\n$/,
  );
  // Rules are replaced as a whole, maps and their entries stay.
  assert.match(ruleset, /\nflush table ip t\n/);
  assert.doesNotMatch(ruleset, /flush map|delete/);
});

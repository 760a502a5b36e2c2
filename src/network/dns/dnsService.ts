/** The Service under whose address a node's own DNS server is reached. */

/** 'namespace/name' */
export const dnsService = 'kube-system/kube-dns';

/** Where in the range of Services its address is: 10.96.0.10. */
export const dnsServiceOffset = 10;

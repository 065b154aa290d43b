import { lookup } from "node:dns";
import { BlockList, isIPv4, isIPv6, type LookupFunction } from "node:net";

const privateAddresses = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv4");
}
/** Of IPv6 only what is routed over the internet, less the parts that stand for an IPv4 address or for nothing. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
for (const [network, prefix] of [
  ["2001::", 32],
  ["2001:db8::", 32],
  ["2002::", 16],
] as const) {
  privateAddresses.addSubnet(network, prefix, "ipv6");
}

/** An address that a callback must not reach: this machine, its network, or nobody's. */
export class ForbiddenAddress extends Error {
  override readonly name = "ForbiddenAddress";
}

export function isPublicAddress(address: string): boolean {
  const mapped = address.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i)?.[1];
  if (mapped) return isPublicAddress(mapped);
  if (isIPv6(address))
    return globalUnicast.check(address, "ipv6") && !privateAddresses.check(address, "ipv6");
  return isIPv4(address) && !privateAddresses.check(address);
}

/** Resolves a name to public addresses only; the connection goes to what was checked, so a name that changes
 *  its mind in between gains nothing. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const allowed = addresses?.filter(({ address }) => isPublicAddress(address)) ?? [];
    const [first] = allowed;
    if (error || !first) {
      callback(error ?? new ForbiddenAddress(`${hostname} is not a public address`), "", 4);
    } else if (options.all) {
      callback(null, allowed);
    } else {
      callback(null, first.address, first.family);
    }
  });
};

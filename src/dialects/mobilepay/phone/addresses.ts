import type { FastifyReply } from "fastify";
import { type Address, changeUser } from "../../../core/wallet/index.ts";
import { type AddressScreen, addressFields, deliverable } from "../../../pages/wallet/index.ts";
import { addressLines } from "./shown.ts";
import { goTo, nextOf, sendError, sendScreen, type UserVisit } from "./visit.ts";

const most = 20;

export async function listAddresses(visit: UserVisit): Promise<FastifyReply> {
  const { user, locale } = visit;
  const addresses = user.addresses.map((address, place) => ({
    place,
    lines: addressLines(address, locale),
  }));
  return sendScreen(visit, { name: "addresses", addresses });
}

export async function showAddress(visit: UserVisit): Promise<FastifyReply> {
  const { user, query } = visit;
  const place = placeOf(visit);
  const known = place === undefined ? undefined : user.addresses[place];
  if (place !== undefined && !known) return sendError(visit, "not_found");
  const next = nextOf(query.next);
  return sendScreen(visit, {
    name: "address",
    ...(place !== undefined && { place }),
    values: known ? valuesOf(known) : { first_name: user.firstName, surname: user.surname },
    country: known?.country ?? (user.phone.startsWith("+358") ? "FI" : "DK"),
    wrong: [],
    ...(next && { next }),
  });
}

/** Adds, changes or removes an address. */
export async function changeAddress(visit: UserVisit): Promise<FastifyReply> {
  const { house, user, fields } = visit;
  const place = placeOf(visit);
  const known = place === undefined ? undefined : user.addresses[place];
  if (place !== undefined && !known) return sendError(visit, "not_found");
  const others = user.addresses.filter((_, i) => i !== place);
  if (fields.action === "remove") {
    await house.write((tx) => changeUser(tx, { id: user.id, addresses: others }));
    return goTo(visit, "/phone/addresses");
  }
  const wrong = wrongOf(visit);
  const next = nextOf(fields.next);
  if (wrong.length > 0) {
    const screen: AddressScreen = {
      name: "address",
      ...(place !== undefined && { place }),
      values: fields,
      country: fields.country ?? "",
      wrong,
      ...(next && { next }),
    };
    return sendScreen(visit, screen, 422);
  }
  const told = addressOf(visit, known);
  const addresses = known
    ? user.addresses.map((address, i) => (i === place ? told : address))
    : [...user.addresses, told].slice(-most);
  await house.write((tx) => changeUser(tx, { id: user.id, addresses }));
  return goTo(visit, next ?? "/phone/addresses");
}

/** Undefined: a new one. */
function placeOf({ params }: UserVisit): number | undefined {
  const { place = "add" } = params;
  if (place === "add") return undefined;
  return /^\d{1,3}$/.test(place) ? Number(place) : -1;
}

function wrongOf({ fields }: UserVisit): AddressScreen["wrong"] {
  const empty = addressFields
    .filter(({ name, isRequired }) => isRequired && (fields[name] ?? "").trim() === "")
    .map(({ name }) => name);
  return deliverable.includes(fields.country ?? "") ? empty : [...empty, "country"];
}

function valuesOf(address: Address): AddressScreen["values"] {
  const { firstName, surname, attention, company, line1, line2, postalCode, city } = address;
  return { first_name: firstName, surname, attention, company, line1, line2, postal_code: postalCode, city };
}

const longest = 100;

function addressOf({ fields }: UserVisit, known: Address | undefined): Address {
  const told = (name: string) => (fields[name] ?? "").trim().replaceAll("\0", "").slice(0, longest);
  return {
    firstName: told("first_name"),
    surname: told("surname"),
    attention: told("attention"),
    company: told("company"),
    line1: told("line1"),
    line2: told("line2"),
    postalCode: told("postal_code"),
    city: told("city"),
    country: told("country"),
    // The register knows where they live, whatever they write.
    isOfficial: known?.isOfficial ?? false,
  };
}

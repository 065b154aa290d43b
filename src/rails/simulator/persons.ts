import type { Person } from "../../core/payments/index.ts";
import { sha256Hex } from "../../platform/crypto/index.ts";

type Row = readonly [
  ssn: string,
  firstName: string,
  lastName: string,
  address1: string,
  zip: string,
  city: string,
];

/** The document's "Test customers". */
const approved: readonly Row[] = [
  ["195203198089", "Solbritt", "Jansson", "Danagatan 1", "14262", "Trångsund"],
  ["192803037999", "Stig", "Saleh", "Lars Kaggsgatan 163 Lgh 1003", "23831", "Oxie"],
  ["192803104351", "Erik", "Nygren", "Hablingbo Prästgården 151 Lgh 1203", "14931", "Nynäshamn"],
  ["192803290853", "Erik", "Karlsson", "Sakrislundsvägen 45 Lgh 1001", "44205", "Ytterby"],
  ["192805181332", "Jonas", "Olivares", "Fröjel Stora Hajdes 717", "16345", "Spånga"],
  ["192806225351", "Gustaf", "Roslin", "Motalagatan 7 Lgh 1005", "58254", "Linköping"],
];

const approvedNorwegian: Row = ["06073910828", "Tester", "Person", "Startveien 56", "9300", "FINNSNES"];
const approvedFinn: Row = [
  "071259999M",
  "Dmitri Jonatan",
  "Casimirsson",
  "Sepänkatu 11 A 1",
  "70100",
  "KUOPIO",
];

const denied: readonly Row[] = [
  ["192806281719", "Kent", "Ludwig", "Vindögatan 4 Lgh 1502", "29197", "Gärds Köpinge"],
  ["192808219691", "Alex John", "Säll", "Arkeologvägen 52", "56830", "Skillingaryd"],
  ["192809162536", "Erik", "Wadman", "Myrängsvägen 73 Lgh 1410", "23638", "Höllviken"],
  ["192901107488", "Kristina", "Lindell", "Östra Skolgatan 10", "59979", "Ödeshög"],
  ["192901197497", "Gustaf", "Gustafsson", "Spireav 1", "11254", "Stockholm"],
  ["195807065627", "Anne Malin", "Samuelsson", "Härsbackavägen 69 Lgh 1309", "65226", "Karlstad"],
];

/** Approved Swedes whom the document gives no name (`#RANDOM#`). */
const unnamed = ["195202057674", "197003067985", "197108262366"];

const firstNames = ["Alva", "Ebba", "Hedda", "Ines", "Kim", "Love", "Robin", "Tove"];
const lastNames = ["Ahlgren", "Bergqvist", "Dahl", "Ekström", "Forsman", "Hallberg", "Lindh", "Sandell"];
const streets = ["Björkvägen", "Hamngatan", "Kvarnstigen", "Parkgatan", "Skolvägen", "Storgatan"];
const places = [
  ["21143", "Malmö"],
  ["41319", "Göteborg"],
  ["75320", "Uppsala"],
  ["90325", "Umeå"],
] as const;

export const approvedPersons: readonly Person[] = [
  ...approved.map((row) => personOf("SWE", row)),
  ...unnamed.map(madeUpPerson),
  personOf("NOR", approvedNorwegian),
  personOf("FIN", approvedFinn),
];

export const deniedPersons: readonly Person[] = denied.map((row) => personOf("SWE", row));

function personOf(country: string, row: Row): Person {
  const [ssn, firstName, lastName, address1, zip, city] = row;
  return { firstName, lastName, address1, address2: null, zip, city, country, ssn };
}

/** Somebody who is always the same for the same number. */
function madeUpPerson(ssn: string): Person {
  const digest = Buffer.from(sha256Hex(ssn), "hex");
  const [zip, city] = choose(places, digest.readUInt8(3));
  return {
    firstName: choose(firstNames, digest.readUInt8(0)),
    lastName: choose(lastNames, digest.readUInt8(1)),
    address1: `${choose(streets, digest.readUInt8(2))} ${1 + (digest.readUInt8(4) % 99)}`,
    address2: `Lgh ${1001 + (digest.readUInt8(5) % 9)}`,
    zip,
    city,
    country: "SWE",
    ssn,
  };
}

function choose<Item>(items: readonly Item[], byte: number): Item {
  return items[byte % items.length] as Item;
}

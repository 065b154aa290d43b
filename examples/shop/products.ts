import { illustrations } from "./illustrations.ts";

export type Product = {
  sku: string;
  name: string;
  category: string;
  description: string;
  /** Minor units of the shop's currency. */
  price: number;
  /** Inline SVG, drawn for this shop. */
  illustration: string;
};

const shelf: Omit<Product, "illustration">[] = [
  {
    sku: "enamel-mug",
    name: "Enamel mug",
    category: "Kitchen",
    description: "Half a liter, a steel rim, and no fear of campfires.",
    price: 4_500,
  },
  {
    sku: "linen-notebook",
    name: "Linen notebook",
    category: "Desk",
    description: "Thread-sewn, lies flat, 192 pages of paper that likes ink.",
    price: 8_990,
  },
  {
    sku: "moka-pot",
    name: "Moka pot",
    category: "Kitchen",
    description: "Three small cups from the stove, the slow way.",
    price: 18_900,
  },
  {
    sku: "desk-lamp",
    name: "Desk lamp",
    category: "Light",
    description: "A warm cone of light that stays where you turn it.",
    price: 34_999,
  },
  {
    sku: "record-player",
    name: "Record player",
    category: "Sound",
    description: "Belt drive, two speeds, one lid. Bring your own records.",
    price: 89_900,
  },
  {
    sku: "lounge-chair",
    name: "Lounge chair",
    category: "Furniture",
    description: "Bent ash and wool. Made for one more chapter.",
    price: 149_000,
  },
  {
    sku: "city-bicycle",
    name: "City bicycle",
    category: "Outdoors",
    description: "Eight gears inside the hub, lights that never need charging.",
    price: 259_900,
  },
  {
    sku: "espresso-machine",
    name: "Espresso machine",
    category: "Kitchen",
    description: "Two boilers and a lever with just the right weight.",
    price: 349_900,
  },
];

export const products: Product[] = shelf.map((item) => ({
  ...item,
  illustration: illustrations[item.sku] ?? "",
}));

const bySku = new Map(products.map((item) => [item.sku, item]));

export function findProduct(sku: string): Product | undefined {
  return bySku.get(sku);
}

/** For lines that were checked when they went into the cart. */
export function product(sku: string): Product {
  const found = bySku.get(sku);
  if (!found) throw new Error(`no product ${sku}`);
  return found;
}

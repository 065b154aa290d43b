/** What is sold. */
export type Product = {
  readonly number: bigint;
  readonly name: string;
  /** The dealer's own, or a GUID. */
  readonly code: string;
};

/** `Data` of AddProduct (facts 2.4). */
export function productJson({ number, name, code }: Product) {
  return { DealerProductId: Number(number), ProductName: name, ProductCode: code };
}

/** `Data` of GetProductList. */
export function productListJson(products: readonly Product[]) {
  return { ProductListCount: products.length, ProductList: products.map(productJson) };
}

/** The name of a kind of order among the texts. */
export const kindKey = (kind: string) => `kind_${kind.replace(/[.-]/g, "_")}`;

/** A sentence, with `{name}` where something is put in; where a number decides, one form for each kind of it. */
export type Template = string | { readonly one?: string; readonly other: string };

/** The same sentences in another language: a missing one is an error of the compiler. */
export type Catalog<English> = { readonly [Key in keyof English]: Template };

/** What others see behind somebody: the room they sit in, that room out of focus, or an image (a data address). */
export type Backdrop =
  | { readonly kind: 'none' }
  | { readonly kind: 'blur' }
  | { readonly kind: 'wall' | 'own'; readonly image: string };

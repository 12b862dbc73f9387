import type { UserId } from '../../../../protocol/ids.ts';

/** Somebody named in a line. */
export interface Named {
  readonly id: UserId;
  readonly name: string;
}

/** What stands within a line of text. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly id: UserId }
  | {
      readonly kind: 'link';
      readonly href: string;
      /** Where it really leads, if its words do not say so. */
      readonly host: string | null;
      readonly children: readonly Inline[];
    }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'em'; readonly children: readonly Inline[] }
  | { readonly kind: 'gone'; readonly children: readonly Inline[] };

/** What stands under one another. */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | {
      readonly kind: 'list';
      /** The number of the first item; null where they have none. */
      readonly start: number | null;
      readonly items: readonly (readonly Block[])[];
    };

/** Told how much was done, in characters looked at and nodes moved: a reader's work is bounded, not its time. */
export type Count = (steps: number) => void;

/** The words alone, without what they are dressed in. */
export function plainOf(blocks: readonly Block[]): string {
  return blocks.map(plainOfBlock).join('\n');
}

function plainOfBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return plainOfInline(block.children);
    case 'code':
      return block.text;
    case 'quote':
      return plainOf(block.children);
    case 'list':
      return block.items.map(plainOf).join('\n');
  }
}

function plainOfInline(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('text' in node ? node.text : plainOfInline(node.children))).join('');
}

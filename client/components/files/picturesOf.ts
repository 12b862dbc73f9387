import type { ChatFile } from '../../../protocol/files.ts';

type Picture = ChatFile & { readonly picture: NonNullable<ChatFile['picture']> };

/** All pictures of some lines, in their order. */
export function picturesOf(
  lines: readonly { readonly files?: readonly ChatFile[] | undefined }[],
): Picture[] {
  return lines.flatMap(({ files = [] }) =>
    files.flatMap((file) => (file.picture ? [{ ...file, picture: file.picture }] : [])),
  );
}

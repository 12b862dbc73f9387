/** Puts a text where it can be pasted from; tells whether the browser let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    // There is no clipboard at all where the house is reached over plain http.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

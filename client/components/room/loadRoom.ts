/** The inside of a room is not part of the first page: it comes while one looks around, or at the tap. */
export async function loadRoom() {
  const { default: LiveRoom } = await import('./LiveRoom.svelte');
  return LiveRoom;
}

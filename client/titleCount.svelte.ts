const counted = /^\(\d+\+?\) /;
const most = 99;

/** Keeps how many things wait for one before the title of every page, until the returned function is called. */
export function countInTitle(count: () => number): () => void {
  const write = () => {
    const waiting = count();
    const plain = document.title.replace(counted, '');
    const title = waiting > 0 ? `(${waiting > most ? `${most}+` : waiting}) ${plain}` : plain;
    // Writing what is there already would be another change to look at.
    if (document.title !== title) document.title = title;
  };
  // Pages write their titles whenever they like.
  const watcher = new MutationObserver(write);
  watcher.observe(document.head, { childList: true, characterData: true, subtree: true });
  const stop = $effect.root(() => {
    $effect(write);
  });
  return () => {
    watcher.disconnect();
    stop();
  };
}

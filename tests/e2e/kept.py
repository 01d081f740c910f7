"""What the site keeps in a browser, looked at and deleted past the site's own code."""

from __future__ import annotations

# All that stands in the databases of this origin: each record as text; of another's the name.
RECORDS = """async () => {
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const recordsOf = async (name) => {
    const request = indexedDB.open(name);
    request.onupgradeneeded = () => request.transaction.abort(); // it was being deleted
    const database = await asked(request).catch(() => null);
    if (!database) return [];
    const stores = [...database.objectStoreNames];
    const reading = stores.length ? database.transaction(stores) : null;
    const all = stores.map((store) => asked(reading.objectStore(store).getAll()));
    const found = await Promise.all(all);
    database.close();
    return found.flat().map((record) => JSON.stringify(record));
  };
  const names = (await indexedDB.databases()).map(({ name }) => name);
  const ours = names.filter((name) => name.startsWith('autograd-from-scratch'));
  const foreign = names.filter((name) => !ours.includes(name));
  return [...foreign, ...(await Promise.all(ours.map(recordsOf))).flat()].sort();
}"""
# What is on its way is written, as when the page is left.
WRITE = """async () => {
  dispatchEvent(new Event('pagehide'));
  const waits = () => Object.keys(localStorage).some((key) => key.includes(':pending:'));
  while (waits()) await new Promise((resolve) => setTimeout(resolve, 5));
}"""
# As one deletes the data of the site. A page that is open reads what there is, as when it is back.
FORGET = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  const names = (await indexedDB.databases()).map(({ name }) => name);
  await Promise.all(names.filter((name) => name.startsWith('autograd-from-scratch')).map((name) => (
    new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = resolve;
    }))));
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
}"""
# No room for anything, until there is.
FULL = """() => {
  globalThis.full = [[IDBObjectStore, 'put'], [Storage, 'setItem']].map(([{ prototype }, name]) => {
    const was = prototype[name];
    prototype[name] = () => { throw new DOMException('full', 'QuotaExceededError'); };
    return () => (prototype[name] = was);
  });
}"""
ROOM_AGAIN = "() => globalThis.full.forEach((undo) => undo())"
# Where the page has not done so by itself by then.
TRY_AGAIN = """() => [...document.querySelectorAll('kept-notice button')]
  .find((button) => button.textContent === 'Try again')?.click()"""


def holding(text: str) -> str:
    """A function that tells whether a record has this text (of no character that JSON escapes)."""
    return f"async () => (await ({RECORDS})()).some((record) => record.includes({text!r}))"

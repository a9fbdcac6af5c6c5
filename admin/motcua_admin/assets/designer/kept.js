/* A drawing that could not be saved is kept in this browser until it is saved or thrown away. */

const key = (draft) => `motcua.designer.draft.${draft}`;

export function keep(draft, xml, revision) {
  try {
    localStorage.setItem(key(draft), JSON.stringify({ xml, revision, at: new Date().toISOString() }));
  } catch {
    // The store may be full or shut; saving goes on without it.
  }
}

export function kept(draft) {
  try {
    return JSON.parse(localStorage.getItem(key(draft)));
  } catch {
    return null;
  }
}

export const forget = (draft) => localStorage.removeItem(key(draft));
